"""The application: which commands there are. Importing it imports no simulation library."""

import typer

from scenarios.commands import (
    allocate,
    attribute,
    audit,
    backtest,
    bench,
    calibrate,
    charts,
    compare,
    desk,
    docs,
    doctor,
    documents,
    expand,
    explore,
    forecast,
    information,
    lists,
    merge,
    publish,
    report,
    run,
    score,
    sensitivity,
    targets,
    update,
    validate,
    verify,
)

app = typer.Typer(
    name="sanjin",
    help="三金 sanjin: every household of a county under income-policy scenarios. "
    "模拟一个县的每一户家庭，说明城乡收入比会到多少、有多大把握、政策起了多少作用。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    epilog="Exit codes: 0 done, 1 unusable input, 2 wrong usage, 3 finished with failed runs.",
)
app.command()(forecast.forecast)
app.command()(run.run)
app.command()(compare.compare)
app.command()(attribute.attribute)
app.command()(sensitivity.sensitivity)
app.command()(allocate.allocate)
app.command()(information.information)
app.command()(explore.explore)
app.command()(expand.expand)
app.command()(merge.merge)
app.command()(report.report)
app.command()(charts.charts)
app.command()(calibrate.calibrate)
app.command()(audit.audit)
app.command()(targets.targets)
app.command()(backtest.backtest)
app.command()(publish.publish)
app.command()(score.score)
app.command()(update.update)
app.command()(validate.validate)
app.command()(verify.verify)
app.command()(desk.app)
app.command()(bench.bench)
app.command()(doctor.doctor)
app.command()(docs.docs)
lists.lists.command()(documents.odd)
lists.lists.command()(documents.trace)
lists.lists.command()(documents.sources)
app.add_typer(lists.lists, name="list")
