"""Runs a command of pagekin on each part of a file of JSON lines, on Apache Spark.

    spark-submit embed.py items.jsonl vectors 64 "npx pagekin embed --stream --codes --quiet"
    spark-submit embed.py vectors lists 64 "npx pagekin assign --centroids /shared/centroids.json"

`vectors` is a folder with a file for each part. A part that is lost with its executor is made again by another.
"""

import sys

from pyspark.sql import SparkSession

source, target, parts, command = sys.argv[1:]
spark = SparkSession.builder.appName("pagekin").getOrCreate()
lines = spark.sparkContext.textFile(source, int(parts))
lines.pipe(command, checkCode=True).saveAsTextFile(target)
spark.stop()
