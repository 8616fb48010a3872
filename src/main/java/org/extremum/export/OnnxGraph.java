package org.extremum.export;

import java.util.List;

/**
 * Builds one graph of ONNX: nodes in the order in which they are computed, constants, inputs and
 * outputs. Field numbers are those of onnx.proto3 (ONNX 1.12, the first with opset 17).
 */
final class OnnxGraph {
  /** Of the tensors that numbers are computed in. */
  enum Element {
    FLOAT(1, Float.BYTES),
    DOUBLE(11, Double.BYTES);

    private final int code;
    private final int bytes;

    Element(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    int code() {
      return code;
    }
  }

  /** Codes of other types of tensors. */
  static final int INT64 = 7;

  static final int STRING = 8;

  private static final int ATTRIBUTE_INT = 2;

  private final Element element;
  private final ProtoMessage graph = new ProtoMessage();
  private int nodes;

  OnnxGraph(String name, Element element) {
    this.element = element;
    graph.text(2, name);
  }

  ProtoMessage message() {
    return graph;
  }

  int nodes() {
    return nodes;
  }

  /** An integer attribute of a node. */
  record Attribute(String name, long value) {}

  /**
   * Adds a node with one output.
   *
   * @return {@code output}
   */
  String node(String operator, List<String> inputs, String output, Attribute... attributes) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, "node_" + output).text(4, operator);
    for (Attribute attribute : attributes) {
      node.message(
          5,
          new ProtoMessage()
              .text(1, attribute.name())
              .integer(3, attribute.value())
              .integer(20, ATTRIBUTE_INT));
    }
    graph.message(1, node);
    nodes++;
    return output;
  }

  /** Adds a node without attributes. */
  String node(String operator, String input, String output) {
    return node(operator, List.of(input), output);
  }

  /**
   * Adds a constant of numbers, rounded to the element type.
   *
   * @param values row-major, not copied
   * @return {@code name}
   */
  String constant(String name, double[] values, long... shape) {
    ProtoMessage tensor = tensor(name, element.code, shape);
    tensor.bulk(
        9,
        (long) values.length * element.bytes,
        out -> {
          for (double value : values) {
            if (element == Element.DOUBLE) {
              out.writeDoubleNoTag(value);
            } else {
              out.writeFloatNoTag((float) value);
            }
          }
        });
    graph.message(5, tensor);
    return name;
  }

  /** Adds a list of integers. */
  String constant(String name, int[] values) {
    ProtoMessage tensor = tensor(name, INT64, values.length);
    tensor.bulk(
        9,
        (long) values.length * Long.BYTES,
        out -> {
          for (int value : values) {
            out.writeFixed64NoTag(value);
          }
        });
    graph.message(5, tensor);
    return name;
  }

  /** Adds a list of texts. */
  String constant(String name, List<String> values) {
    ProtoMessage tensor = tensor(name, STRING, values.size());
    values.forEach(value -> tensor.text(6, value));
    graph.message(5, tensor);
    return name;
  }

  private static ProtoMessage tensor(String name, int type, long... shape) {
    ProtoMessage tensor = new ProtoMessage();
    for (long side : shape) {
      tensor.integer(1, side);
    }
    return tensor.integer(2, type).text(8, name);
  }

  /** Declares an input of one row for each sample. */
  void input(String name, int columns) {
    graph.message(11, value(name, element.code, columns));
  }

  /** Declares an output of the element type, one row for each sample. */
  void output(String name, int columns) {
    graph.message(12, value(name, element.code, columns));
  }

  /** Declares an output of one value of the given type for each sample. */
  void outputList(String name, int type) {
    graph.message(12, value(name, type, 0));
  }

  private static ProtoMessage value(String name, int type, int columns) {
    ProtoMessage shape = new ProtoMessage().message(1, new ProtoMessage().text(2, "N"));
    if (columns > 0) {
      shape.message(1, new ProtoMessage().integer(1, columns));
    }
    ProtoMessage tensor = new ProtoMessage().integer(1, type).message(2, shape);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }
}
