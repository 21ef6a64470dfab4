"""Labels a partitioned data set of reports with `glosa label --stdin`, one process a partition.

    spark-submit label_reports.py --input reports.parquet --output labels

The input is Parquet (a folder or file) or JSON lines with the columns `id` and `text`; the output is a folder of JSON
lines, one label record a report (`docs/label-record.md`) with `id` first, in the partitions of the input. A report
that could not be read has `error` instead. Reports never leave the executors; `glosa` must be on the PATH that the
driver has, or named with --glosa.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex

from pyspark import RDD
from pyspark.sql import DataFrame, SparkSession


def command_line(glosa: str, jobs: int, options: str) -> str:
    """What each partition is piped through.

    `glosa` ends with 1 where some lines were bad: their answers say so, and the others are whole. Every other code
    fails the task, so that Spark tries the partition again; nothing is kept on disk in between.
    """
    label = f"{glosa} label --stdin --jobs {jobs} {options}"
    return f"sh -c {shlex.quote(f'{label} || [ $? -eq 1 ]')}"


def wire_id(value: str | int | float | None) -> str | int | float | None:
    """The id as it is written; whole numbers beyond 2**53 as text, which JSON readers would round."""
    return str(value) if isinstance(value, int) and abs(value) >= 2**53 else value


def read(spark: SparkSession, path: str) -> DataFrame:
    """The columns that are needed, whatever the format."""
    reader = spark.read
    frame = reader.json(path) if path.endswith((".json", ".jsonl", ".json.gz", ".jsonl.gz")) else reader.parquet(path)
    return frame.select("id", "text")


def label(reports: DataFrame, command: str) -> RDD[str]:
    """One line of JSON a report, in the order of each partition."""
    lines = reports.rdd.map(lambda row: json.dumps({"id": wire_id(row["id"]), "text": row["text"]}))
    # Without an environment of its own the command would have none, and so no PATH.
    return lines.pipe(command, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}, checkCode=True)


def main() -> None:
    """Reads, labels and writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--input", required=True, help="Parquet or JSON lines with id and text")
    parser.add_argument("--output", required=True, help="folder that is made")
    parser.add_argument("--glosa", default="glosa", help="the command on the executors")
    parser.add_argument("--options", default="", help="more options of `glosa label`, as one word")
    parser.add_argument("--jobs", type=int, default=1, help="model processes a task: spark.task.cpus")
    parser.add_argument("--partitions", type=int, help="spread the reports over so many")
    args = parser.parse_args()
    spark = SparkSession.builder.appName("glosa label").getOrCreate()
    reports = read(spark, args.input)
    if args.partitions is not None:
        reports = reports.repartition(args.partitions)
    label(reports, command_line(args.glosa, args.jobs, args.options)).saveAsTextFile(args.output)
    spark.stop()


if __name__ == "__main__":
    main()
