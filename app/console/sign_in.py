from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug import Response as WebResponse
from wtforms import BooleanField, EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from analysis.digests.subscribing import subscribe
from app.accounts.models import Staff
from app.accounts.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.accounts.signing_in import (
    check_password,
    close_session,
    find_session,
    has_staff,
    open_session,
    sign_up,
)
from app.languages import LANGUAGES, choose_language
from app.parts import parts
from surveys.claims.models import Language
from surveys.clock import utc_now
from surveys.db import write
from surveys.errors import BadInput

pages = Blueprint("sign_in", __name__, url_prefix="/console")

# A session is marked as seen at most this often, so that reading pages rarely writes.
SEEN_EVERY = timedelta(minutes=1)
OPEN_TO_ALL = {"sign_in.ask", "sign_in.with_code", "sign_in.language"}


class SignInForm(FlaskForm):
    email = EmailField(validators=[InputRequired(lazy_gettext("Please enter your e-mail."))])
    password = PasswordField(
        validators=[InputRequired(lazy_gettext("Please enter your password."))]
    )


class SignInCodeForm(FlaskForm):
    code = StringField(validators=[InputRequired(lazy_gettext("Please enter the sign-in code."))])
    email = EmailField(
        validators=[
            InputRequired(lazy_gettext("Please enter your e-mail.")),
            Length(max=254),
        ]
    )
    password = PasswordField(
        validators=[
            Length(
                min=SHORTEST_PASSWORD,
                max=LONGEST_PASSWORD,
                message=lazy_gettext("Please choose a password of 12 to 200 characters."),
            )
        ]
    )
    digest = BooleanField()


def require_staff() -> WebResponse | None:
    """Every page under /console is for staff; the others are for all."""
    if request.path != "/" and not request.path.startswith("/console"):
        return None
    token = session.get("staff")
    found = find_session(token, utc_now()) if token else None
    if found is not None:
        g.staff = found.staff
        if utc_now() - found.seen_at > SEEN_EVERY:
            write(lambda: _mark_seen(token))
        return None
    if request.endpoint in OPEN_TO_ALL:
        return None
    if not has_staff():
        return redirect(url_for("sign_in.with_code"))
    return redirect(url_for("sign_in.ask", next=request.full_path))


def _mark_seen(token: str) -> None:
    found = find_session(token, utc_now())
    if found is not None:
        found.seen_at = utc_now()


@pages.route("/sign-in", methods=["GET", "POST"])
def ask() -> WebResponse | str | tuple[str, int]:
    if not has_staff():
        return redirect(url_for(".with_code"))
    form = SignInForm()
    if form.validate_on_submit():
        staff = check_password(form.email.data or "", form.password.data or "")
        if staff is not None:
            return _welcome(staff)
        form.password.errors = [gettext("E-mail or password is wrong.")]
    status = 422 if form.errors else 200
    return render_template("console/sign_in.html", form=form), status


@pages.route("/sign-in-code", methods=["GET", "POST"])
def with_code() -> WebResponse | str | tuple[str, int]:
    """For the first administrator, and for one who is lost: the code came from the machine."""
    form, is_first = SignInCodeForm(), not has_staff()
    if request.method == "GET":
        form.digest.data = is_first
    if form.validate_on_submit():
        try:
            return _welcome(write(lambda: _sign_up(form)))
        except BadInput as error:
            form[error.field].errors = [_cure(error)]
    status = 422 if form.errors else 200
    return render_template("console/sign_in_code.html", form=form, is_first=is_first), status


@pages.post("/sign-out")
def out() -> WebResponse:
    token = session.pop("staff")
    write(lambda: close_session(token))
    return redirect(url_for(".ask"))


@pages.post("/language")
def language() -> WebResponse:
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
    return redirect(_own_page(request.form.get("next", "")))


def _sign_up(form: SignInCodeForm) -> Staff:
    now = utc_now()
    staff = sign_up(form.code.data or "", form.email.data or "", form.password.data or "", now)
    if form.digest.data:
        spoken = Language(choose_language())
        subscribe(staff.email, spoken, now, parts().zone, parts().keyring)
    return staff


def _cure(error: BadInput) -> str:
    if error.field == "code":
        return gettext("This code does not work. Please copy it once more, or print a new one.")
    if error.field == "email":
        return gettext("Please enter an e-mail address like name@example.com.")
    return gettext("Please choose a password of 12 to 200 characters.")


def _welcome(staff: Staff) -> WebResponse:
    """A new session at each sign-in, so that nobody can plant one beforehand."""
    token = write(lambda: open_session(staff, utc_now()))
    spoken = session.get("language")
    session.clear()
    session["staff"] = token
    if spoken:
        session["language"] = spoken
    return redirect(_own_page(request.args.get("next", "")))


def _own_page(path: str) -> str:
    """The way back, unless it would lead off this site."""
    if path.startswith("/console") and "\\" not in path and "//" not in path:
        return path
    return url_for("overview.show")
