// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.Progress;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class ProducerDeathTest {
    private static ProducerDeath sign(Exception cause, boolean buffered) {
        var progress = buffered ? Progress.TRIED_AT_MOST_ONCE : Progress.NOT_BUFFERED;
        return ProducerDeath.sign(
                cause, KafkaErrors.send(cause, MqMessage.of("t", null), 0, progress, StripesFixture.LIMITS), buffered);
    }

    private static KafkaException errorState(RuntimeException cause) {
        return new KafkaException("Cannot execute transactional method because we are in an error state", cause);
    }

    @Test
    void troubleOfTheClusterIsNoDeath() {
        assertThat(sign(new TimeoutException("expired"), true)).isEqualTo(ProducerDeath.NONE);
        assertThat(sign(new TimeoutException("no metadata"), false)).isEqualTo(ProducerDeath.NONE);
        assertThat(sign(new NetworkException("gone"), true)).isEqualTo(ProducerDeath.NONE);
        assertThat(sign(new TopicAuthorizationException("t"), true)).isEqualTo(ProducerDeath.NONE);
    }

    @Test
    void aProducerThatIsFencedClosedOrHasGivenUpIsDead() {
        assertThat(sign(new ProducerFencedException("another"), true)).isEqualTo(ProducerDeath.FATAL);
        assertThat(sign(new IllegalStateException("Cannot perform operation after producer has been closed"), false))
                .isEqualTo(ProducerDeath.FATAL);
        assertThat(sign(errorState(new KafkaException("epoch")), false)).isEqualTo(ProducerDeath.FATAL);
    }

    @Test
    void aProducerWhoseCredentialsAreRefusedStaysUntilBetterOnesAreThere() {
        assertThat(sign(new SaslAuthenticationException("no"), false)).isEqualTo(ProducerDeath.CREDENTIALS);
        assertThat(sign(errorState(new SaslAuthenticationException("no")), false))
                .isEqualTo(ProducerDeath.CREDENTIALS);
        assertThat(sign(errorState(new ClusterAuthorizationException("no")), false))
                .isEqualTo(ProducerDeath.CREDENTIALS);
    }
}
