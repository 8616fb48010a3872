package org.extremum.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.network.Network;

/**
 * What {@code metadata/} says of prototypes, whose surfaces are in {@code data/}: essences, ids,
 * the radius.
 */
final class SavedPrototypes {
  static final String KEY = "prototypes";

  private final JsonNode node;
  private final Path folder;

  private SavedPrototypes(JsonNode node, Path folder) {
    this.node = node;
    this.folder = folder;
  }

  static void write(Prototypes prototypes, ObjectNode metadata) {
    ObjectNode node = metadata.putObject(KEY);
    node.put("radius", prototypes.radius());
    ArrayNode essences = node.putArray("essences");
    ArrayNode ids = node.putArray("ids");
    for (int c = 0; c < prototypes.count(); c++) {
      essences.add(prototypes.essence(c));
      ids.add(prototypes.id(c));
    }
  }

  static SavedPrototypes of(JsonNode metadata, Path folder) {
    return new SavedPrototypes(metadata.path(KEY), folder);
  }

  /**
   * The prototypes.
   *
   * @param surfaces one after the other, as many as there are ids
   * @throws org.extremum.training.Problem (unreadable) when they cannot be those of such a network
   */
  Prototypes with(double[] surfaces, Network network) {
    int m = network.hidden().inputs();
    List<List<double[]>> ofEssence = new ArrayList<>();
    for (int v = 0; v < network.essences(); v++) {
      ofEssence.add(new ArrayList<>());
    }
    List<String> ids = new ArrayList<>();
    int before = 0;
    for (int c = 0; c < node.path("ids").size(); c++) {
      int v = node.path("essences").path(c).asInt(-1);
      if (v < before || v >= network.essences()) {
        throw Unreadable.damaged(folder, "metadata/, prototypes: essence " + v + " at " + c);
      }
      before = v;
      ofEssence.get(v).add(Arrays.copyOfRange(surfaces, c * m, (c + 1) * m));
      ids.add(node.path("ids").path(c).asText());
    }
    try {
      return Prototypes.of(m, ofEssence, ids, node.path("radius").asDouble(0));
    } catch (IllegalArgumentException e) {
      throw Unreadable.damaged(folder, "metadata/, " + e.getMessage());
    }
  }
}
