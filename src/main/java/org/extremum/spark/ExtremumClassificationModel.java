package org.extremum.spark;

import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.samples.Standardiser;
import org.extremum.training.MemoryPlan;
import org.extremum.training.ModelContent;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;

/**
 * A trained classifier: a network, how it came to be, and the names of labels and features.
 *
 * <p>{@link #transform} scores in blocks, one matrix product for up to 1024 rows; {@link
 * #predictRaw}, {@link #predict} and {@link #predictProbability} score one row, by the weights of
 * the features that are not zero. The two agree to 1e-12 relative to the largest output; a matrix
 * product rounds by its shape. Blocks of sparse rows take a feature's mean away after the product:
 * where its zeros lie a million deviations from it, six digits more are lost there.
 */
public final class ExtremumClassificationModel
    extends ProbabilisticClassificationModel<Vector, ExtremumClassificationModel>
    implements ExtremumParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final NetworkScorer scorer;
  private final transient TrainingReport report; // the driver's; tasks have no use for it
  private final List<String> labelNames;
  private final List<String> featureNames;
  private final Sending sending = new Sending();

  /**
   * For {@link java.util.ServiceLoader} alone, by which Spark Connect knows the class: a network of
   * one feature, one neuron and two classes that has learnt nothing.
   */
  public ExtremumClassificationModel() {
    this(
        Identifiable.randomUID("extremum"),
        new Network(
            Standardiser.none(1),
            new HiddenStack(
                List.of(new Layer(1, 1, new double[1], new double[1])), Activation.SIGMOID),
            new Layer(2, 1, new double[2], new double[2])),
        new TrainingReport(),
        List.of(),
        List.of());
  }

  /**
   * @param report how the network was trained; not copied
   * @param labelNames a name for each label, or empty
   * @param featureNames a name for each input feature, or empty
   * @throws Problem (bad data) when there are names, but not as many as labels or features
   */
  public ExtremumClassificationModel(
      String uid,
      Network network,
      TrainingReport report,
      List<String> labelNames,
      List<String> featureNames) {
    this(uid, ModelContent.of(network), report, labelNames, featureNames);
  }

  /** With all that training leaves; see the constructor from a network alone. */
  public ExtremumClassificationModel(
      String uid,
      ModelContent content,
      TrainingReport report,
      List<String> labelNames,
      List<String> featureNames) {
    this(PendingUid.of(uid), new NetworkScorer(content), report, labelNames, featureNames);
  }

  private ExtremumClassificationModel(
      PendingUid pending,
      NetworkScorer scorer,
      TrainingReport report,
      List<String> labelNames,
      List<String> featureNames) {
    super();
    this.uid = pending.take();
    this.scorer = scorer;
    this.report = report;
    this.labelNames = List.copyOf(labelNames);
    this.featureNames = List.copyOf(featureNames);
    requireCount("label names", labelNames, numClasses());
    requireCount("feature names", featureNames, numFeatures());
    OptionParams.setDefaults(this);
  }

  private static void requireCount(String what, List<String> names, int count) {
    if (!names.isEmpty() && names.size() != count) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          what,
          String.valueOf(count),
          names.size(),
          "let the column's metadata name all of them or none");
    }
  }

  @Override
  public String uid() {
    return uid == null ? PendingUid.current() : uid;
  }

  /** Standardiser, hidden layers and output layer. */
  public Network network() {
    return content().network();
  }

  /** The network and what else training left. */
  ModelContent content() {
    return scorer.content();
  }

  /** Gives every training option's param the value in {@code options}; columns stay as they are. */
  public ExtremumClassificationModel setOptions(TrainingOptions options) {
    OptionParams.set(this, options);
    return this;
  }

  /** What the training measured, under the names of run.json; empty in a copy sent to a task. */
  public TrainingReport report() {
    return report == null ? new TrainingReport() : report;
  }

  /** Whether {@link #summary} has something to say; not for models that older versions saved. */
  public boolean hasSummary() {
    return ExtremumTrainingSummary.isIn(report());
  }

  /**
   * What the training measured; loaded models have it too.
   *
   * @throws Problem (unreadable) when {@link #hasSummary} is false
   */
  public ExtremumTrainingSummary summary() {
    if (!hasSummary()) {
      throw Problem.of(
          Problem.Kind.UNREADABLE,
          "training summary of " + uid(),
          "a model that was trained or loaded with one",
          "one without",
          "train again with this version");
    }
    return new ExtremumTrainingSummary(report());
  }

  /** A name for each label, or empty where training saw none. */
  public List<String> labelNames() {
    return labelNames;
  }

  /** A name for each input feature, or empty where training saw none. */
  public List<String> featureNames() {
    return featureNames;
  }

  /**
   * Weighted mean of each input feature over the training rows: what {@code handleInvalid=keep}
   * puts in the place of values that are missing.
   */
  public double[] featureMeans() {
    return content().means().clone();
  }

  @Override
  public int numClasses() {
    return network().essences();
  }

  @Override
  public int numFeatures() {
    return network().inputFeatures();
  }

  /**
   * z of one row, V values.
   *
   * @throws Problem (bad data) when the vector is of another size, or not finite and {@code
   *     handleInvalid} is not keep: what has one row cannot skip it
   */
  @Override
  public Vector predictRaw(Vector features) {
    Vector vector = surface().valid(features, features, content().means()).orElse(null);
    if (vector == null) {
      throw surface().invalid(features, features);
    }
    return Vectors.dense(scorer.raw(vector));
  }

  @Override
  public ExtremumClassificationModel setThresholds(double[] value) {
    Decision.requireFitting(value, numClasses());
    set(thresholds(), value.clone());
    return this;
  }

  /** What {@link #transform} does with NaN and infinite features: error, skip or keep. */
  public ExtremumClassificationModel setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  /** Names the column of certified radii that {@link #transform} appends; empty for none. */
  public ExtremumClassificationModel setCertifiedRadiusCol(String value) {
    set(certifiedRadiusCol(), value);
    return this;
  }

  public ExtremumClassificationModel setGradientNormCol(String value) {
    set(gradientNormCol(), value);
    return this;
  }

  public ExtremumClassificationModel setSupportDistanceCol(String value) {
    set(supportDistanceCol(), value);
    return this;
  }

  public ExtremumClassificationModel setSupportIdCol(String value) {
    set(supportIdCol(), value);
    return this;
  }

  public ExtremumClassificationModel setAbstainCol(String value) {
    set(abstainCol(), value);
    return this;
  }

  public ExtremumClassificationModel setAbstainRadius(double value) {
    set(abstainRadius(), value);
    return this;
  }

  private ScoredSurface surface() {
    return new ScoredSurface(getFeaturesCol(), numFeatures(), featureNames, getHandleInvalid());
  }

  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    network().outputActivation().toProbabilities(((DenseVector) raw).values());
    return raw;
  }

  /** In Spark it names summary columns; the raw type is what both inherited signatures erase to. */
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public scala.Tuple3 findSummaryModel() {
    return super.findSummaryModel();
  }

  /**
   * Checks columns and thresholds without looking at the data.
   *
   * @throws Problem naming the column or param at fault
   */
  @Override
  public StructType transformSchema(StructType schema) {
    StructField features = TrainingColumns.vector(schema, getFeaturesCol());
    int size = AttributeGroup.fromStructField(features).size();
    if (size >= 0 && size != numFeatures()) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "column '" + getFeaturesCol() + "'",
          numFeatures() + " features, as in training",
          size,
          "prepare the data as for training");
    }
    Decision.requireFitting(this, thresholds(), numClasses());
    ReasonColumns.of(this).require(content().prototypes().count() > 0);
    return OutputColumns.of(this).appendedTo(schema, numClasses(), labelNames);
  }

  /**
   * Appends raw outputs, probabilities and label to each row, and what supports the prediction
   * where columns are named for it; works on streams too.
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Dataset<Row> rows = dataset.toDF();
    StructType result = transformSchema(rows.schema());
    OutputColumns outputs = OutputColumns.of(this);
    if (outputs.count() == 0) {
      return rows;
    }
    BlockTransform blocks =
        new BlockTransform(
            sending.send(
                rows.sparkSession().sparkContext(),
                outputs.reasons().hasRadius() ? scorer.certifying() : scorer),
            rows.schema().fieldIndex(getFeaturesCol()),
            surface(),
            outputs,
            new Decision(isDefined(thresholds()) ? getThresholds() : null),
            MemoryPlan.blockSize(numFeatures(), network().hidden().widest()));
    return named(rows.mapPartitions(blocks, Encoders.row(numbered(result))), result);
  }

  /** The row-wise way of Spark's own classifiers; the same up to rounding. */
  Dataset<Row> transformRowWise(Dataset<?> dataset) {
    return super.transform(dataset);
  }

  /** Columns by number: names may stand twice in a schema, and encoders lose metadata. */
  private static StructType numbered(StructType schema) {
    StructType numbered = new StructType();
    for (int j = 0; j < schema.size(); j++) {
      StructField field = schema.apply(j);
      numbered = numbered.add("_" + j, field.dataType(), field.nullable());
    }
    return numbered;
  }

  private static Dataset<Row> named(Dataset<Row> numbered, StructType schema) {
    return numbered.select(
        java.util.stream.IntStream.range(0, schema.size())
            .mapToObj(
                j -> functions.col("_" + j).as(schema.apply(j).name(), schema.apply(j).metadata()))
            .toArray(Column[]::new));
  }

  @Override
  public ExtremumClassificationModel copy(ParamMap extra) {
    ExtremumClassificationModel copy =
        new ExtremumClassificationModel(
            PendingUid.of(uid), scorer, report, labelNames, featureNames);
    return copyValues(copy, extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new ModelWriter(this);
  }

  public static MLReader<ExtremumClassificationModel> read() {
    return new ModelReader();
  }

  /**
   * Loads a model folder, or the champion of a directory of scheduled retraining.
   *
   * @throws Problem (unreadable) when there is none, or it is damaged or not one of this project
   */
  public static ExtremumClassificationModel load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "ExtremumClassificationModel: uid="
        + uid()
        + ", numClasses="
        + numClasses()
        + ", numFeatures="
        + numFeatures()
        + ", hiddenLayers="
        + network().hidden().widths();
  }
}
