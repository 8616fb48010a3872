package org.extremum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The how-tos of CONTRIBUTING.md as changes of the sources: each adds one thing, step by step.
 * {@link HowTosTest} compiles them; {@code java src/test/java/org/extremum/HowTos.java FOLDER}
 * makes them in a clone, where the whole suite can be run with them.
 */
final class HowTos {
  private static final String MAIN = "src/main/java/org/extremum/";
  private static final String TEST = "src/test/java/org/extremum/";

  /**
   * One change of one file.
   *
   * @param file from the project's folder on
   * @param before a piece of the file, the first of its kind; empty: the file is new
   * @param text what is put before that piece
   */
  record Change(String file, String before, String text) {
    /** The class that is changed or new. */
    String type() {
      String name = file.substring(file.lastIndexOf('/') + 1);
      return name.substring(0, name.lastIndexOf('.'));
    }

    boolean isNew() {
      return before.isEmpty();
    }

    /** The file as it was. */
    Change undone() {
      return new Change(file, before, "");
    }

    /**
     * Makes the change in the file of that name under {@code root}.
     *
     * @throws IllegalStateException when the piece is not there
     */
    void make(Path root) throws IOException {
      Path path = root.resolve(file);
      if (isNew()) {
        Files.writeString(path, text);
        return;
      }
      String source = Files.readString(path);
      int at = source.indexOf(before);
      if (at < 0) {
        throw new IllegalStateException(
            file + ": expected '" + before + "', which the how-to goes by, got none");
      }
      Files.writeString(path, source.substring(0, at) + text + source.substring(at));
    }
  }

  static final List<Change> ACTIVATION =
      List.of(
          new Change(
              MAIN + "network/Activation.java",
              "  };\n\n  /** S(z). */",
              """
                },
                /** e^-z². */
                BELL {
                  @Override
                  public double value(double z) {
                    return Math.exp(-z * z);
                  }

                  /** -2z·e^-z². */
                  @Override
                  public double slope(double z, double h) {
                    return -2 * (z * h);
                  }

                  /** (4z² - 2)·e^-z². */
                  @Override
                  public double curvature(double z, double h) {
                    return 4 * (z * h) * z - 2 * h;
                  }
              """),
          new Change(MAIN + "training/OptionTable.java", "\"relu\"),", "\"bell\",\n              "),
          new Change(
              MAIN + "export/OnnxExport.java",
              "      case RELU -> graph.node",
              """
                    case BELL -> {
                      String square = graph.node("Mul", List.of(z, z), output + "_square");
                      yield graph.node("Exp", graph.node("Neg", square, output + "_neg"), output);
                    }
              """),
          new Change(
              MAIN + "verification/SlopeBounds.java",
              "      default -> NONE;",
              "      case BELL -> new SlopeBounds(Math.sqrt(2 / Math.E), 2);\n"),
          new Change(
              TEST + "reference/ByHand.java",
              "      case RELU -> z > 0 ? z : 0;",
              "      case BELL -> Math.exp(-(z * z));\n"),
          new Change(
              TEST + "reference/ByHand.java",
              "      case RELU -> z > 0 ? 1 : 0;",
              "      case BELL -> -2 * z * Math.exp(-(z * z));\n"));

  static final List<Change> OPTION =
      List.of(
          new Change(
              MAIN + "training/OptionTable.java",
              "          TrainingOption.integer(\"seed\"",
              """
                        TrainingOption.realOrAuto("example", 0, true, "an example; auto: none"),
              """),
          new Change(
              MAIN + "training/TrainingOptions.java",
              "  public long seed() {",
              """
                /** NaN: none. */
                public double example() {
                  return real("example");
                }

              """),
          new Change(
              MAIN + "spark/ExtremumParams.java",
              "  default LongParam seed() {",
              """
                default DoubleParam example() {
                  return OptionParams.real(this, "example");
                }

                default double getExample() {
                  return (Double) getOrDefault(example());
                }

              """),
          new Change(
              MAIN + "spark/ExtremumClassifier.java",
              "  public ExtremumClassifier setSeed(",
              """
                /** NaN: auto. */
                public ExtremumClassifier setExample(double value) {
                  set(example(), value);
                  return this;
                }

              """));

  static final List<Change> ACCUMULATOR =
      List.of(
          new Change(
              MAIN + "neighbourhood/LargestNorms.java",
              "",
              """
              package org.extremum.neighbourhood;

              import org.extremum.samples.Accumulator;
              import org.extremum.samples.SampleBlock;

              /** max ‖x‖² of each essence's surfaces, V; 0 where there are none. */
              final class LargestNorms implements Accumulator<double[]> {
                private static final long serialVersionUID = 1L;

                private final int essences;

                LargestNorms(int essences) {
                  this.essences = essences;
                }

                @Override
                public String name() {
                  return "largest norms";
                }

                @Override
                public Running<double[]> begin() {
                  double[] largest = new double[essences];
                  return new Running<>() {
                    @Override
                    public void add(SampleBlock block) {
                      for (int i = 0; i < block.size(); i++) {
                        int v = block.essence(i);
                        largest[v] = Math.max(largest[v], block.squaredNorm(i));
                      }
                    }

                    @Override
                    public double[] finish() {
                      return largest;
                    }
                  };
                }

                @Override
                public double[] merge(double[] left, double[] right) {
                  for (int v = 0; v < left.length; v++) {
                    left[v] = Math.max(left[v], right[v]);
                  }
                  return left;
                }
              }
              """),
          new Change(
              TEST + "neighbourhood/NeighbourhoodCases.java",
              "        shortlist(\"seeding\"",
              """
                      new AccumulatorCase<>(
                          "largest norms",
                          new LargestNorms(TestBlocks.ESSENCES),
                          (a, b) -> assertThat(a).isEqualTo(b)),
              """));

  static final List<Change> EXPORTER =
      List.of(
          new Change(
              MAIN + "export/WidthsExport.java",
              "",
              """
              package org.extremum.export;

              import java.io.IOException;
              import java.io.OutputStream;
              import java.nio.charset.StandardCharsets;
              import org.extremum.training.Problem;

              /** The width of the one hidden layer, as text. */
              public final class WidthsExport implements Exporter {
                @Override
                public void check(ExportedModel model) {
                  int depth = model.network().hidden().depth();
                  if (depth > 1) {
                    throw Problem.of(
                        Problem.Kind.USAGE, "--to widths", "one hidden layer", depth, "export to json");
                  }
                }

                @Override
                public String write(ExportedModel model, OutputStream out) throws IOException {
                  check(model);
                  String width = model.network().hidden().widths().get(0) + "\\n";
                  out.write(width.getBytes(StandardCharsets.UTF_8));
                  return "one width";
                }
              }
              """),
          new Change(
              MAIN + "job/ExportCommand.java",
              "    json\n  }",
              """
                  widths,
              """),
          new Change(
              MAIN + "job/ExportCommand.java",
              "      case json -> new JsonExport();",
              "      case widths -> new org.extremum.export.WidthsExport();\n"),
          new Change(TEST + "job/UsageTest.java", "json]\",", "widths, "),
          new Change(
              TEST + "job/ExportCommandTest.java", "json\").contains(\"--numbers\")", "widths, "));

  private HowTos() {}

  /** Makes all of them in the project in the folder that is named. */
  public static void main(String[] args) throws IOException {
    for (List<Change> changes : List.of(ACTIVATION, OPTION, ACCUMULATOR, EXPORTER)) {
      for (Change change : changes) {
        change.make(Path.of(args[0]));
      }
    }
  }
}
