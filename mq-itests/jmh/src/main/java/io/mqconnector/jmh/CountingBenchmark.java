// SPDX-License-Identifier: MIT
package io.mqconnector.jmh;

import io.mqconnector.engine.metrics.SingleWriterCounter;
import io.mqconnector.engine.metrics.TopicTraffic;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to count an acknowledgement by topic instead of all topics together: compare {@code byTopic} with
 * {@code together}. With one topic it is a comparison of a string with itself; with several, of which each follows
 * another, one look into a map; beyond the bound, two.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CountingBenchmark {
    private static final int BOUND = 100;
    private static final int BYTES = 272;

    /** Topics sent to in turns. */
    @Param({"1", "8", "1000"})
    public int topicCount;

    private final TopicTraffic.Lane lane = new TopicTraffic(BOUND).lane();
    private final SingleWriterCounter messages = new SingleWriterCounter();
    private final SingleWriterCounter bytes = new SingleWriterCounter();
    private String[] topics = {};
    private int next;

    /** Names them. */
    @Setup
    public void name() {
        topics = new String[topicCount];
        for (int i = 0; i < topicCount; i++) {
            topics[i] = "gochat.messages.topic-" + i;
        }
    }

    /** As it is done. */
    @Benchmark
    public void byTopic() {
        lane.of(topic()).acknowledged(BYTES);
    }

    /** As it was done before there were topics. */
    @Benchmark
    public String together() {
        bytes.add(BYTES);
        messages.add(1);
        return topic();
    }

    private String topic() {
        int index = next;
        next = index + 1 == topicCount ? 0 : index + 1;
        return topics[index];
    }
}
