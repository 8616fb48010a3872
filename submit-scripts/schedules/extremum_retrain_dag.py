"""Nightly retraining by Airflow (2.4 or newer, or 3). Copy into the folder of DAGs.

Once, by hand, before the first night:
    extremum retrain --state STATE --add FIRST.parquet --label COLUMN [--set ...]

Change: the settings, the hour, and how yesterday's file is named.

A batch that is known is not added twice, so a task may be cleared and run again, and `catchup=True` makes up for
nights that were missed. Exit code 75 (another run holds the lock) marks the task as skipped; a challenger that is not
promoted is a success, and STATE/status.json says so.
"""

from datetime import datetime, timedelta

from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # Airflow 2
    from airflow.operators.bash import BashOperator

EXTREMUM = "/opt/extremum/submit-scripts/extremum"
STATE = "/srv/extremum/digits"
INCOMING = "/srv/extremum/incoming"

# The day before the run: `ds` is that day in Airflow 2 and the day of the run itself in Airflow 3.
YESTERDAY = "{{ (data_interval_end - macros.timedelta(days=1)) | ds }}"

LOCKED = 75

with DAG(
    dag_id="extremum_retrain",
    description="Extremum: retraining on yesterday's data",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,  # never two at once
    tags=["extremum"],
) as dag:
    retrain = BashOperator(
        task_id="retrain",
        bash_command=(
            f'"{EXTREMUM}" retrain --state "{STATE}"'
            f' --add "{INCOMING}/{YESTERDAY}.parquet" --batch-id "{YESTERDAY}"'
        ),
        env={"EXTREMUM_MEMORY": "8g"},
        append_env=True,
        skip_on_exit_code=LOCKED,
        retries=2,
        retry_delay=timedelta(minutes=10),
        execution_timeout=timedelta(hours=6),
    )
