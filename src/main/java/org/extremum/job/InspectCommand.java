package org.extremum.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.extremum.network.Network;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;
import picocli.CommandLine.Option;

/** Shows what a model is and how it came to be. */
@picocli.CommandLine.Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Shows a model's architecture, options, spectrum, stationarity, provenance and timings.")
final class InspectCommand extends Command {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "a model folder")
  private String model;

  @Option(names = "--json", description = "print one JSON object and nothing else on stdout")
  private boolean json;

  InspectCommand(Console console) {
    super(console);
  }

  @Override
  void execute(TrainingOptions options) throws Exception {
    try (Sessions sessions = Sessions.open("inspect", common.master, common.debug)) {
      enter(Stage.READING_MODEL);
      StateLedger ledger =
          StateLedger.of(sessions.session().sparkContext().hadoopConfiguration(), model)
              .orElse(null);
      // A state is there to be looked at even where no model is good enough yet.
      ExtremumClassificationModel loaded =
          ledger != null && ledger.position().champion() == null
              ? null
              : ExtremumClassificationModel.read().session(sessions.session()).load(model);
      console
          .out()
          .print(json ? Json.of(everything(loaded, ledger)) + "\n" : inWords(loaded, ledger));
    }
  }

  /** Either may be null. */
  private static Map<String, Object> everything(
      ExtremumClassificationModel loaded, StateLedger ledger) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (loaded != null) {
      map.putAll(loaded.report().asMap());
      map.put("architecture", architecture(loaded.network()));
      map.put("labelNames", Provenance.labelNames(loaded));
      map.put("featureNames", loaded.featureNames());
    }
    if (ledger != null) {
      map.put("ledger", ledger.asMap());
    }
    return map;
  }

  private static List<Map<String, Object>> architecture(Network network) {
    return network.layers().stream()
        .<Map<String, Object>>map(
            layer -> new TreeMap<>(Map.of("inputs", layer.inputs(), "outputs", layer.outputs())))
        .toList();
  }

  private String inWords(ExtremumClassificationModel loaded, StateLedger ledger) {
    StringBuilder text = new StringBuilder();
    text.append(Summary.line("model", model));
    if (loaded == null) {
      return text + ledger.inWords();
    }
    TrainingReport report = loaded.report();
    text.append(Summary.of(report));
    text.append(Summary.line("classes", String.join(", ", Provenance.labelNames(loaded))));
    text.append(ledger == null ? LedgerSummary.of(report) : ledger.inWords());
    for (String section :
        List.of(
            "options",
            "resolved",
            "logistic",
            "spectrum",
            "moments",
            "plan",
            "memory",
            "blas",
            "versions",
            "input",
            "dataFingerprint")) {
      append(text, section, report.get(section));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String section, Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      text.append('\n').append(section).append('\n');
      int width = map.keySet().stream().mapToInt(key -> key.toString().length()).max().orElse(1);
      map.forEach(
          (key, entry) ->
              text.append(
                  String.format(Locale.ROOT, "  %-" + width + "s  %s%n", key, show(entry))));
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      text.append('\n').append(section).append('\n');
      list.forEach(entry -> text.append("  ").append(show(entry)).append('\n'));
    } else if (value != null) {
      text.append('\n').append(Summary.line(section, value));
    }
  }

  private static String show(Object value) {
    if (value instanceof Double number) {
      return number.isNaN() ? "auto" : Summary.figure(number);
    }
    if (value instanceof Map<?, ?> map) {
      StringBuilder text = new StringBuilder();
      map.forEach(
          (key, entry) ->
              text.append(text.isEmpty() ? "" : ", ").append(key).append(' ').append(show(entry)));
      return text.toString();
    }
    return "".equals(value) ? "none" : String.valueOf(value);
  }
}
