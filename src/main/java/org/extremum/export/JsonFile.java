package org.extremum.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One JSON object, streamed. Doubles are written with so many digits that reading gives the same
 * ones, NaN and infinities as texts.
 */
final class JsonFile implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonGenerator json;

  /**
   * Begins the object.
   *
   * @param out not closed
   */
  JsonFile(OutputStream out, String format, int formatVersion) throws IOException {
    json = MAPPER.getFactory().createGenerator(out, JsonEncoding.UTF8);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeStringField("format", format);
    json.writeNumberField("formatVersion", formatVersion);
  }

  void beginObject() throws IOException {
    json.writeStartObject();
  }

  void beginObject(String key) throws IOException {
    json.writeObjectFieldStart(key);
  }

  void endObject() throws IOException {
    json.writeEndObject();
  }

  void beginArray(String key) throws IOException {
    json.writeArrayFieldStart(key);
  }

  void endArray() throws IOException {
    json.writeEndArray();
  }

  /** A text, number, boolean, or a list or map of them; of any other kind only small things. */
  void field(String key, Object value) throws IOException {
    json.writeFieldName(key);
    MAPPER.writeValue(json, value);
  }

  void numbers(String key, double[] values) throws IOException {
    json.writeFieldName(key);
    json.writeArray(values, 0, values.length);
  }

  void numbers(String key, int[] values) throws IOException {
    json.writeFieldName(key);
    json.writeArray(values, 0, values.length);
  }

  /** An array as the next element of an array. */
  void numbers(double[] values) throws IOException {
    json.writeArray(values, 0, values.length);
  }

  void names(ExportedModel model) throws IOException {
    field("labelNames", model.labelNames());
    field("featureNames", model.featureNames());
    numbers("thresholds", model.thresholds());
  }

  /** Ends what is still open; the stream stays open. */
  @Override
  public void close() throws IOException {
    json.close();
  }
}
