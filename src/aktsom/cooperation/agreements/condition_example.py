"""A condition of an institution's own, as a pattern to begin from. It stands on the page; a test puts it in force."""

EXAMPLE = """version: "1"
conditions:
  - id: climate
    version: 1
    title: {en: Travel and climate, nb: Reiser og klima}
    purpose: {en: We meet on screen where that is enough., nb: Vi møtes på skjerm der det er nok.}
    kinds: [framework, project]
    insist: [{en: At least half of the meetings are digital., nb: Minst halvparten av møtene er digitale.}]
    negotiable: [{en: Which ones., nb: Hvilke.}]
    wordings:
      softer: {en: The Parties meet digitally where they can., nb: Partene møtes digitalt der de kan.}
      model: {en: At least half of all meetings are digital., nb: Minst halvparten av alle møter er digitale.}
      firmer: {en: Meetings are digital unless both Parties agree., nb: Møter er digitale hvis ikke begge er enige.}
    about: {en: meeting*|travel*|climate, nb: møte*|reise*|klima}
    elements:
      - id: digital
        says: {en: meetings are digital, nb: møter er digitale}
        patterns: {en: meeting*|meet digital*|online, nb: møte* digital*|skjerm}
    needs: [digital]
    contradictions:
      - id: in-person
        says: {en: everybody must travel to every meeting, nb: alle må reise til alle møter}
        patterns: {en: meeting* > in_person|on_site ~8, nb: møte* > oppmøte|fysisk ~8}
"""
