package org.extremum.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.extremum.network.Activation;

/**
 * One case of reference.json, made by make_reference.py beside it: NumPy loops that share nothing
 * with the project.
 */
public record ReferenceCase(String name, JsonNode node) {
  public static final List<String> NAMES =
      List.of("oneHidden", "oneHiddenWeighted", "twoHidden", "exactPossible");

  /** Reads the cases; a missing file or case fails. */
  public static List<ReferenceCase> all() {
    try (InputStream in = ReferenceCase.class.getResourceAsStream("/reference/reference.json")) {
      if (in == null) {
        throw new AssertionError("src/test/resources/reference/reference.json is missing");
      }
      JsonNode root = new ObjectMapper().readTree(in);
      return NAMES.stream()
          .map(
              name -> {
                if (!root.has(name)) {
                  throw new AssertionError("reference.json has no case " + name);
                }
                return new ReferenceCase(name, root.get(name));
              })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ByHand network() {
    JsonNode layers = node.get("layers");
    double[][][] weights = new double[layers.size()][][];
    double[][] biases = new double[layers.size()][];
    for (int u = 0; u < layers.size(); u++) {
      weights[u] = matrix(layers.get(u).get("W"));
      biases[u] = vector(layers.get(u).get("b"));
    }
    return new ByHand(weights, biases, Activation.SIGMOID);
  }

  public Rows rows() {
    return new Rows(
        matrix("X"), Arrays.stream(vector("y")).mapToInt(y -> (int) y).toArray(), vector("omega"));
  }

  /** V. */
  public int essences() {
    return vector("b_out").length;
  }

  public double number(String key) {
    return required(key).doubleValue();
  }

  public double[] vector(String key) {
    return vector(required(key));
  }

  public double[][] matrix(String key) {
    return matrix(required(key));
  }

  private JsonNode required(String key) {
    if (!node.has(key)) {
      throw new AssertionError("case " + name + " has no " + key);
    }
    return node.get(key);
  }

  private static double[] vector(JsonNode array) {
    double[] values = new double[array.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = array.get(k).doubleValue();
    }
    return values;
  }

  private static double[][] matrix(JsonNode array) {
    double[][] rows = new double[array.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = vector(array.get(i));
    }
    return rows;
  }

  @Override
  public String toString() {
    return name;
  }
}
