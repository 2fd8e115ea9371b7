"""The texts of the interface in Bokmål: collecting them, compiling them, and checking that none is missing.

`python -m aktsom.web.messages extract|compile|check`. Every room keeps `locale/nb/LC_MESSAGES/django.po` beside its code.
"""
