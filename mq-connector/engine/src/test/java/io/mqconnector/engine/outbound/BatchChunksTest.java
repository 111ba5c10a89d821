// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqMessage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchChunksTest {
    private static MqMessage message(int bytes) {
        return MqMessage.builder("t").value(new byte[bytes]).build();
    }

    private static List<Integer> sizes(List<List<MqMessage>> chunks) {
        return chunks.stream().map(List::size).toList();
    }

    @Test
    void leavesASmallBatchWhole() {
        assertThat(sizes(BatchChunks.of(List.of(message(5), message(5)), 2, 10)))
                .containsExactly(2);
        assertThat(BatchChunks.of(List.of(), 2, 10)).isEmpty();
    }

    @Test
    void cutsByCountAndByBytesAndKeepsTheOrder() {
        var batch = IntStream.of(4, 4, 4, 9, 1, 1, 1, 1)
                .mapToObj(BatchChunksTest::message)
                .toList();

        var chunks = BatchChunks.of(batch, 3, 10);

        assertThat(sizes(chunks)).containsExactly(2, 1, 2, 3);
        assertThat(chunks.stream().flatMap(List::stream)).containsExactlyElementsOf(batch);
    }

    @Test
    void countsKeysAndHeaders() {
        var message = MqMessage.builder("t").key("1234").header("12", "34").build();

        assertThat(sizes(BatchChunks.of(Stream.generate(() -> message).limit(3).toList(), 9, 16)))
                .containsExactly(2, 1);
    }

    @Test
    void sendsWhatIsTooLargeByItself() {
        assertThat(sizes(BatchChunks.of(List.of(message(1), message(99), message(1)), 9, 10)))
                .containsExactly(1, 1, 1);
    }
}
