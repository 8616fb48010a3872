package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signs at the edge; by loops: VerificationTest. */
class SignsTest {
  @ParameterizedTest
  @EnumSource
  void zeroIsNotRight(OutputActivation activation) {
    ByHand hidden = ByHand.random(Activation.SIGMOID, 2, 4, 7);
    Layer nothing = new Layer(3, 7, new double[21], new double[3]);
    Network network = new Network(Standardiser.none(4), hidden.stack(), nothing, activation);
    Signs signs = Rows.random(12, 4, 3, false, 1).store().aggregate(new Signs.Checking(network));
    assertThat(signs.wrong()).isEqualTo(12);
  }
}
