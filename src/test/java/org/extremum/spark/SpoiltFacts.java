package org.extremum.spark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.extremum.training.Snapshot;

/** Snapshots whose digest would fit, but which no run of this program wrote: seeded damage. */
public final class SpoiltFacts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VALUES =
      List.of(
          "2147483647",
          "2147483648",
          "-1",
          "0",
          "1",
          "4",
          "0.5",
          "1e308",
          "1e999",
          "null",
          "true",
          "\"\"",
          "\"x\"",
          "\"NaN\"",
          "[]",
          "{}",
          "[1]",
          "[\"a\"]",
          "{\"a\":1}",
          "9223372036854775807");
  private static final double[] NUMBERS = {
    -1, 0, 0.5, 3, 1e9, 4e9, 1e300, Double.NaN, Double.POSITIVE_INFINITY, -0.0
  };

  private SpoiltFacts() {}

  /** The snapshot as a file would give it back, after one to three changes. */
  public static Snapshot of(Snapshot snapshot, long seed) {
    Random random = new Random(seed);
    JsonNode facts = JSON.valueToTree(snapshot.facts());
    Map<String, double[]> arrays = new LinkedHashMap<>();
    snapshot.arrays().forEach((name, values) -> arrays.put(name, values.clone()));
    for (int k = 1 + random.nextInt(3); k > 0; k--) {
      if (random.nextBoolean()) {
        change(facts, random);
      } else {
        change(arrays, random);
      }
    }
    return new Snapshot(
        JSON.convertValue(facts, new TypeReference<LinkedHashMap<String, Object>>() {}), arrays);
  }

  private static void change(JsonNode facts, Random random) {
    List<ContainerNode<?>> containers = new ArrayList<>();
    collect(facts, containers);
    ContainerNode<?> place = containers.get(random.nextInt(containers.size()));
    if (place.isEmpty()) {
      return;
    }
    int at = random.nextInt(place.size());
    JsonNode value = parsed(VALUES.get(random.nextInt(VALUES.size())));
    if (place instanceof ArrayNode array) {
      array.set(at, value);
    } else {
      List<String> names = new ArrayList<>();
      place.fieldNames().forEachRemaining(names::add);
      if (random.nextInt(4) == 0) {
        ((ObjectNode) place).remove(names.get(at));
      } else {
        ((ObjectNode) place).set(names.get(at), value);
      }
    }
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
    if (node instanceof ContainerNode<?> container) {
      containers.add(container);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void change(Map<String, double[]> arrays, Random random) {
    List<String> names = new ArrayList<>(arrays.keySet());
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    double[] values = arrays.get(name);
    switch (random.nextInt(4)) {
      case 0 -> arrays.remove(name);
      case 1 -> arrays.put(name, java.util.Arrays.copyOf(values, random.nextInt(50)));
      default -> {
        if (values.length > 0) {
          values[random.nextInt(values.length)] = NUMBERS[random.nextInt(NUMBERS.length)];
        }
      }
    }
  }
}
