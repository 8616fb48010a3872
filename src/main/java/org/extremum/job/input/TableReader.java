package org.extremum.job.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.extremum.training.Problem;

/** Opens an input of any format as a {@link RawTable}, through Spark's readers. */
final class TableReader {
  private static final String BROKEN = "_extremum_broken_line";

  private final SparkSession session;
  private final String path;
  private final InputFormat format;
  private final List<Path> files;

  private TableReader(SparkSession session, String path, InputFormat format) {
    this.session = session;
    this.path = path;
    this.format = format;
    this.files = DataFiles.of(path, hadoop(session));
  }

  /**
   * Opens an input; reads no more than its beginning.
   *
   * @throws Problem (bad data) when there is nothing to read, or its header is of no use
   */
  static RawTable open(SparkSession session, String path, InputFormat format) {
    TableReader reader = new TableReader(session, path, format);
    return switch (format) {
      case CSV -> reader.csv();
      case JSON -> reader.json();
      case PARQUET -> reader.parquet();
      case LIBSVM -> reader.libsvm();
    };
  }

  private static Configuration hadoop(SparkSession session) {
    return session.sparkContext().hadoopConfiguration();
  }

  /** Cells as texts; under names of our own where Spark would mix up those of the header. */
  private RawTable csv() {
    List<String> names = header();
    long distinct = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().count();
    StructType schema = new StructType();
    for (int i = 0; i < names.size(); i++) {
      schema = schema.add(distinct == names.size() ? names.get(i) : "c" + i, DataTypes.StringType);
    }
    Dataset<Row> rows =
        session
            .read()
            .schema(schema.add(BROKEN, DataTypes.StringType))
            .option("header", true)
            .option("mode", "PERMISSIVE")
            .option("columnNameOfCorruptRecord", BROKEN)
            .option("escape", "\"")
            .option("ignoreLeadingWhiteSpace", true)
            .option("ignoreTrailingWhiteSpace", true)
            .option("maxColumns", Math.max(20480, names.size() + 1))
            .csv(path);
    return table(names, rows, col(BROKEN));
  }

  private List<String> header() {
    String first = null;
    for (Path file : files) {
      String line = DataFiles.firstLine(file, hadoop(session));
      if (first == null) {
        first = line;
      } else if (line != null && !line.equals(first)) {
        throw Problem.of(
            Problem.Kind.BAD_DATA,
            file.getName() + ", header line",
            "the columns of " + files.get(0).getName(),
            Cells.shown(line),
            "give all files of a folder the same columns in the same order");
      }
    }
    if (first == null) {
      throw Problem.of(
          Problem.Kind.BAD_DATA, path, "a header line", "blank lines", "check how it was written");
    }
    return CsvHeader.names(first, path);
  }

  private RawTable json() {
    Dataset<String> beginning =
        session.read().textFile(path).limit(RawTable.HEAD).as(Encoders.STRING());
    StructType found =
        session
            .read()
            .option("primitivesAsString", true)
            .option("columnNameOfCorruptRecord", BROKEN)
            .json(beginning)
            .schema();
    List<StructField> fields =
        Arrays.stream(found.fields()).filter(field -> !field.name().equals(BROKEN)).toList();
    if (fields.isEmpty()) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          path,
          "one JSON object on each line",
          "none in the first " + RawTable.HEAD + " lines",
          "check the format, or say --format");
    }
    StructType schema =
        new StructType(fields.toArray(StructField[]::new)).add(BROKEN, DataTypes.StringType);
    Dataset<Row> rows =
        session
            .read()
            .schema(schema)
            .option("primitivesAsString", true)
            .option("columnNameOfCorruptRecord", BROKEN)
            .json(path);
    return table(fields.stream().map(StructField::name).toList(), rows, col(BROKEN));
  }

  private RawTable parquet() {
    Dataset<Row> rows;
    try {
      rows = session.read().parquet(path);
    } catch (Exception e) { // checked ones too: Scala declares none
      throw UnusableInput.notParquet(path, e);
    }
    return table(Arrays.asList(rows.columns()), rows, lit(null).cast("string"));
  }

  private RawTable libsvm() {
    return table(List.of(), session.read().text(path), lit(null).cast("string"));
  }

  private RawTable table(List<String> names, Dataset<Row> rows, Column broken) {
    List<Column> selected = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      if (!field.name().equals(BROKEN)) {
        selected.add(col("`" + field.name().replace("`", "``") + "`"));
        types.add(field.dataType());
      }
    }
    selected.add(broken.as(BROKEN));
    selected.add(col("_metadata.file_name").as("_extremum_file"));
    selected.add(col("_metadata.file_block_start").as("_extremum_offset"));
    return new RawTable(path, format, names, types, rows.select(selected.toArray(Column[]::new)));
  }
}
