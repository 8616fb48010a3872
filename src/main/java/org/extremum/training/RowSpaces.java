package org.extremum.training;

import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.Gram;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.linalg.SmallSide;
import org.extremum.linalg.Tsqr;
import org.extremum.moments.Moments;
import org.extremum.moments.RowsPass;
import org.extremum.samples.SampleStore;

/** Row spaces of samples' gradient equations, by the method that was asked for (method.md 2). */
final class RowSpaces {
  private final Run run;
  private final Samples data;

  RowSpaces(Run run, Samples data) {
    this.run = run;
    this.data = data;
  }

  /**
   * Of all samples. By the option; auto: the small side, else the Gram, else Tsqr where the Gram
   * sees no gap.
   *
   * @param moments of all samples; their slopes' triangle is E already
   */
  RowSpace ofAll(Moments moments) {
    double tolerance = run.options().rankTolerance();
    long rows = rows(data.count());
    RowSpaceFactor gram = new Gram.Factor(moments.slopes(), rows);
    return switch (run.options().rowSpace()) {
      case "gram" -> decide(new Gram(tolerance), gram);
      case "tsqr" -> fromRows(new Tsqr(tolerance));
      default -> {
        if (rows <= data.hidden().width()) {
          yield fromRows(new SmallSide(tolerance));
        }
        RowSpace byGram = decide(new Gram(tolerance), gram);
        if (byGram.verdict() == RowSpace.Verdict.CLEAR) {
          yield byGram;
        }
        run.steps()
            .note(
                "no gap in the Gram's spectrum ("
                    + Spectrum.inWords(byGram)
                    + "): going on with tsqr");
        byGram.close();
        yield fromRows(new Tsqr(tolerance));
      }
    };
  }

  private RowSpace fromRows(RowSpaceMethod method) {
    return decide(method, factor(method, data.store(), data.count()));
  }

  /** The method for central samples, whose rows are added to one factor from round to round. */
  RowSpaceMethod ofCentres() {
    double tolerance = run.options().rankTolerance();
    return run.options().rowSpace().equals("gram") ? new Gram(tolerance) : new Tsqr(tolerance);
  }

  /** What a method keeps of the equations of some samples; one pass. */
  RowSpaceFactor factor(RowSpaceMethod method, SampleStore samples, long count) {
    RowsPass pass = new RowsPass(data.hidden(), method, rows(count));
    return run.steps().run("moments", "row space", method.name(), () -> samples.aggregate(pass));
  }

  RowSpace decide(RowSpaceMethod method, RowSpaceFactor factor) {
    return run.steps()
        .run(
            "solve",
            "null space",
            method.name(),
            () -> BlasThreads.onAllCores(() -> method.decide(factor)));
  }

  private long rows(long samples) {
    return samples * data.hidden().equationsPerSample();
  }
}
