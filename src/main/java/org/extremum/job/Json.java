package org.extremum.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Maps, lists and numbers as one JSON object; what JSON has no number for is null. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Over several lines, for people too. */
  public static String of(Map<String, ?> map) {
    return written(MAPPER.writerWithDefaultPrettyPrinter(), map);
  }

  /** In one line. */
  static String line(Map<String, ?> map) {
    return written(MAPPER.writer(), map);
  }

  private static String written(ObjectWriter writer, Map<String, ?> map) {
    try {
      return writer.writeValueAsString(finite(map));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Object finite(Object value) {
    if (value instanceof Double number) {
      return Double.isFinite(number) ? number : null;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, entry) -> copy.put(String.valueOf(key), finite(entry)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Json::finite).collect(Collectors.toList()); // may hold null
    }
    if (value instanceof long[][] rows) {
      return Arrays.asList(rows);
    }
    return value;
  }
}
