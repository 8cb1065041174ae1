from flask import Blueprint, render_template

from analysis.reports.building import build_report
from app.console.periods import asked_axis, asked_period
from app.parts import parts
from surveys.clock import utc_now

pages = Blueprint("report", __name__, url_prefix="/console")


@pages.get("/report")
def show() -> str:
    report = build_report(asked_period(), asked_axis(), utc_now(), parts().zone)
    return render_template("console/report.html", report=report)
