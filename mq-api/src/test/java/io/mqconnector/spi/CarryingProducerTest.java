// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqSendCallback;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class CarryingProducerTest {
    /** What reached the producer behind: the headers of each message. */
    private final List<MqHeaders> sent = new ArrayList<>();

    private final List<Throwable> failures = new ArrayList<>();
    private final MqProducer behind = (MqProducer) Proxy.newProxyInstance(
            CarryingProducerTest.class.getClassLoader(),
            new Class<?>[] {MqProducer.class},
            (proxy, method, arguments) -> {
                for (Object argument : arguments) {
                    if (argument instanceof MqMessage message) {
                        sent.add(message.headers());
                    } else if (argument instanceof MqHeaders headers) {
                        sent.add(headers);
                    } else if (argument instanceof List<?> messages) {
                        messages.forEach(message -> sent.add(((MqMessage) message).headers()));
                    }
                }
                return null;
            });

    private static MqContextCarrier carrier(String name, String value) {
        return carrier(header -> header.accept(name, value));
    }

    private static MqContextCarrier carrier(java.util.function.Consumer<BiConsumer<String, String>> injection) {
        return new MqContextCarrier() {
            @Override
            public void inject(BiConsumer<String, String> header) {
                injection.accept(header);
            }

            @Override
            public Scope open(MqDelivery delivery) {
                return Scope.NONE;
            }
        };
    }

    @Test
    void isTheProducerItselfWithoutCarriers() {
        assertThat(CarryingProducer.of(behind, List.of(), failures::add)).isSameAs(behind);
    }

    @Test
    void putsWhatIsCurrentIntoEachMessageHoweverItIsSent() {
        var producer = CarryingProducer.of(behind, List.of(carrier("one", "1"), carrier("two", "2")), failures::add);
        var message = MqMessage.builder("t")
                .partition(3)
                .timestamp(7)
                .header("own", "x")
                .build();
        MqSendCallback callback = (MqSendCallback) Proxy.newProxyInstance(
                CarryingProducerTest.class.getClassLoader(),
                new Class<?>[] {MqSendCallback.class},
                (proxy, method, arguments) -> null);

        producer.send(message);
        producer.send("t", "k", "v", MqHeaders.of("own", "x"));
        var first = producer.sendAsync(message);
        var second = producer.sendAsync("t", "k", "v", MqHeaders.of("own", "x"));
        producer.sendAsync(message, callback);
        producer.sendBatch(List.of(message, message));
        var third = producer.sendBatchAsync(List.of(message));

        assertThat(sent).hasSize(8).allSatisfy(headers -> {
            assertThat(headers.text("own")).contains("x");
            assertThat(headers.text("one")).contains("1");
            assertThat(headers.text("two")).contains("2");
        });
        assertThat(first).isNull();
        assertThat(second).isNull();
        assertThat(third).isNull();
        assertThat(failures).isEmpty();
    }

    @Test
    void leavesAHeaderAloneThatTheMessageBrings() {
        var producer = CarryingProducer.of(behind, List.of(carrier("one", "1")), failures::add);

        producer.send(MqMessage.builder("t").header("one", "mine").build());

        assertThat(sent.get(0).size()).isEqualTo(1);
        assertThat(sent.get(0).text("one")).contains("mine");
    }

    @Test
    void sendsWithoutACarrierThatFails() {
        var failing = carrier(header -> {
            header.accept("half", "way");
            throw new IllegalStateException("told to fail");
        });
        var producer = CarryingProducer.of(behind, List.of(failing, carrier("one", "1")), failures::add);

        producer.send(MqMessage.of("t", null));

        assertThat(sent.get(0).text("half")).isEmpty();
        assertThat(sent.get(0).text("one")).contains("1");
        assertThat(failures).hasSize(1);
    }

    @Test
    @SuppressWarnings("NullAway") // nulls where none may be: the point of it
    void namesWhatMustNotBeNull() {
        var producer = CarryingProducer.of(behind, List.of(carrier("one", "1")), failures::add);
        var message = MqMessage.of("t", null);

        assertThatNullPointerException()
                .isThrownBy(() -> producer.send((MqMessage) null))
                .withMessageContaining("message");
        assertThatNullPointerException()
                .isThrownBy(() -> producer.send("t", "k", "v", null))
                .withMessageContaining("headers");
        assertThatNullPointerException()
                .isThrownBy(() -> producer.sendBatch(null))
                .withMessageContaining("messages is null");
        assertThatNullPointerException()
                .isThrownBy(() -> producer.sendBatchAsync(Arrays.asList(message, null)))
                .withMessageContaining("messages[1]");
        assertThat(sent).isEmpty();
    }
}
