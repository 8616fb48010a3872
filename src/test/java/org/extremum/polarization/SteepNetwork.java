package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.extremum.linalg.RowSpace;
import org.extremum.linalg.SmallSide;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.RowsPass;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;

/** Sixty steep neurons on two features, as exact mode draws them, so that the null space varies. */
final class SteepNetwork {
  static final int WIDTH = 60;
  static final ByHand NETWORK = steep();

  private SteepNetwork() {}

  private static ByHand steep() {
    ByHand network = ByHand.random(Activation.SIGMOID, 1, 2, WIDTH);
    for (double[] row : network.weights()[0]) {
      row[0] *= 3;
      row[1] *= 3;
    }
    return network;
  }

  static HiddenStack stack() {
    return NETWORK.stack();
  }

  static Moments moments(Rows rows, int essences) {
    return rows.store().aggregate(new MomentsPass(stack(), essences, null)).training();
  }

  static RowSpace rowSpace(Rows rows) {
    SmallSide method = new SmallSide();
    return method.decide(rows.store().aggregate(new RowsPass(stack(), method, 2L * rows.size())));
  }

  /** P by columns. */
  static double[][] basis(StationaryFunctions functions) {
    double[][] basis = new double[functions.dimension()][];
    for (int j = 0; j < basis.length; j++) {
      basis[j] = functions.basis().column(j);
    }
    return basis;
  }

  static void assertInSpan(double[] w, double[][] basis) {
    double[] rest = w.clone();
    for (double[] p : basis) {
      double inner = 0;
      for (int k = 0; k < w.length; k++) {
        inner += p[k] * w[k];
      }
      for (int k = 0; k < w.length; k++) {
        rest[k] -= inner * p[k];
      }
    }
    for (double r : rest) {
      assertThat(r).isCloseTo(0, within(1e-11));
    }
  }
}
