package org.extremum.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An exported network, run by onnxruntime. */
final class OnnxFile implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;

  OnnxFile(byte[] file) throws Exception {
    // where the runtime unpacks its native code
    Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
    environment = OrtEnvironment.getEnvironment();
    session = environment.createSession(file);
  }

  static byte[] bytes(Exporter exporter, ExportedModel model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exporter.write(model, out);
    return out.toByteArray();
  }

  OrtSession session() {
    return session;
  }

  /** What the graph says of some surfaces; doubles also where it computes in floats. */
  record Answers(double[][] raw, double[][] probabilities, long[] predictions, String[] labels) {}

  /** Scores unstandardised surfaces, rounded to floats where the graph takes those. */
  Answers answers(double[][] surfaces) throws OrtException {
    try (OnnxTensor features = features(surfaces);
        OrtSession.Result result = session.run(Map.of("features", features))) {
      return new Answers(
          rows(result, "rawPrediction"),
          rows(result, "probability"),
          (long[]) result.get("prediction").orElseThrow().getValue(),
          labels(result));
    }
  }

  private OnnxTensor features(double[][] surfaces) throws OrtException {
    TensorInfo wanted = (TensorInfo) session.getInputInfo().get("features").getInfo();
    if (wanted.type == OnnxJavaType.DOUBLE) {
      return OnnxTensor.createTensor(environment, surfaces);
    }
    float[][] rounded = new float[surfaces.length][];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = new float[surfaces[i].length];
      for (int j = 0; j < rounded[i].length; j++) {
        rounded[i][j] = (float) surfaces[i][j];
      }
    }
    return OnnxTensor.createTensor(environment, rounded);
  }

  private static double[][] rows(OrtSession.Result result, String name) throws OrtException {
    Object value = result.get(name).orElseThrow().getValue();
    return value instanceof float[][] floats ? widened(floats) : (double[][]) value;
  }

  private static String[] labels(OrtSession.Result result) throws OrtException {
    return result.get("label").isPresent()
        ? (String[]) result.get("label").orElseThrow().getValue()
        : new String[0];
  }

  private static double[][] widened(float[][] rows) {
    double[][] wide = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      wide[i] = new double[rows[i].length];
      for (int j = 0; j < wide[i].length; j++) {
        wide[i][j] = rows[i][j];
      }
    }
    return wide;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
