"""The addresses of appraisals."""

from django.urls import path

from aktsom.appraisal.adapting import views as adapting
from aktsom.appraisal.deciding import views as deciding
from aktsom.appraisal.dossier import printing
from aktsom.appraisal.dossier import views as dossier
from aktsom.appraisal.intake import views as intake
from aktsom.appraisal.proportion import views as proportion
from aktsom.appraisal.work import views as work

app_name = "appraisal"

urlpatterns = [
    path("", work.appraisal_list, name="list"),
    path("new/", intake.new, name="new"),
    path("proportion/", proportion.page, name="proportion"),
    path("measures/", deciding.measures, name="measures"),
    path("notes/", deciding.notes, name="notes"),
    path("handbook/", adapting.handbook_page, name="handbook"),
    path("handbook/<uuid:change_id>/", adapting.handbook_change, name="handbook-change"),
    path("of/<uuid:cooperation_id>/", intake.of_cooperation, name="of-cooperation"),
    path("<uuid:appraisal_id>/", dossier.detail, name="detail"),
    path("<uuid:appraisal_id>/questions/", intake.questions, name="questions"),
    path("<uuid:appraisal_id>/questions/<slug:question_id>/", intake.question, name="question"),
    path("<uuid:appraisal_id>/send/", intake.send, name="send"),
    path("<uuid:appraisal_id>/hand-on/", intake.hand_on, name="hand-on"),
    path("<uuid:appraisal_id>/take-back/", intake.take_back, name="take-back"),
    path("<uuid:appraisal_id>/decide/", deciding.decide, name="decide"),
    path("<uuid:appraisal_id>/hand-over/", deciding.hand_over, name="hand-over"),
    path("<uuid:appraisal_id>/send-back/", deciding.send_back, name="send-back"),
    path("<uuid:appraisal_id>/step-aside/", deciding.step_aside, name="step-aside"),
    path("<uuid:appraisal_id>/appeal/", deciding.appeal, name="appeal"),
    path("<uuid:appraisal_id>/again/", deciding.again, name="again"),
    path("<uuid:appraisal_id>/incident/", deciding.incident, name="incident"),
    path("<uuid:appraisal_id>/dossier/", dossier.dossier, name="dossier"),
    path("<uuid:appraisal_id>/dossier/pdf/", printing.dossier_pdf, name="dossier-pdf"),
    path("<uuid:appraisal_id>/dossier/comment/", dossier.comment, name="comment"),
    path("<uuid:appraisal_id>/dossier/attach/", dossier.attach, name="attach"),
    path("<uuid:appraisal_id>/files/<uuid:attachment_id>/", dossier.file, name="file"),
    path("<uuid:appraisal_id>/letters/<slug:authority>/", dossier.letter, name="letter"),
    path("<uuid:appraisal_id>/letters/<uuid:letter_id>/sent/", dossier.sent, name="letter-sent"),
]
