package org.extremum.spark;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.neighbourhood.PrototypeGathering;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.training.ModelContent;

/** Finds what a column of the data calls the rows that became prototypes; one look at the data. */
final class RowNames {
  private RowNames() {}

  /**
   * The content with ids by the column; of equal rows the first in alphabetical order, and the
   * content's hash where the column has none.
   */
  static ModelContent into(ModelContent content, Dataset<Row> data, String features, String ids) {
    Prototypes prototypes = content.prototypes();
    List<String> hashes = IntStream.range(0, prototypes.count()).mapToObj(prototypes::id).toList();
    Set<String> wanted = Set.copyOf(hashes);
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext());
    Dataset<Row> columns =
        data.select(InputColumns.column(data, features), InputColumns.column(data, ids));
    TreeMap<String, String> names = new TreeMap<>();
    Jobs.run(
            context,
            "looking for names of prototypes",
            () ->
                columns
                    .javaRDD()
                    .mapPartitions(rows -> List.of(Parcel.of(found(rows, wanted))).iterator())
                    .collect())
        .forEach(part -> part.open().forEach((hash, id) -> names.merge(hash, id, RowNames::first)));
    return content.withPrototypeIds(
        hashes.stream().map(hash -> names.getOrDefault(hash, hash)).toList());
  }

  private static TreeMap<String, String> found(Iterator<Row> rows, Set<String> wanted) {
    TreeMap<String, String> names = new TreeMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (row.get(0) instanceof Vector vector && !row.isNullAt(1)) {
        String hash = PrototypeGathering.nameOf(VectorHash.of(vector));
        if (wanted.contains(hash)) {
          names.merge(hash, String.valueOf(row.get(1)), RowNames::first);
        }
      }
    }
    return names;
  }

  private static String first(String a, String b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
