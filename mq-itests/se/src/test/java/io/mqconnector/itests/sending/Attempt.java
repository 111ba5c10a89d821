// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message that was sent once, and what its sender was told of it. Thread-safe.
 *
 * <p>Ticks count all calls, returns and outcomes of a world: what has a smaller one happened before.
 */
final class Attempt implements MqSendCallback {
    static final long NEVER = Long.MAX_VALUE;
    private static final String FILLER = "abcdefghijklmnopqrstuvwxyz".repeat(8);

    private final SendJournal journal;
    private final int id;
    private final Lane lane;
    private final Form form;
    /** -1 if it was sent alone. */
    private final int batch;

    private final int index;
    private final Consumer<Attempt> then;
    private final AtomicInteger outcomeCount = new AtomicInteger();
    private volatile @Nullable Outcome outcome;
    private volatile long startTick = NEVER;
    private volatile long startNanos;
    private volatile long returnTick = NEVER;
    private volatile long returnNanos = NEVER;

    Attempt(SendJournal journal, int id, Lane lane, Form form, int batch, int index, Consumer<Attempt> then) {
        this.journal = journal;
        this.id = id;
        this.lane = lane;
        this.form = form;
        this.batch = batch;
        this.index = index;
        this.then = then;
    }

    /** The number in what was written. */
    static int id(byte[] value) {
        String text = new String(value, StandardCharsets.US_ASCII);
        return Integer.parseInt(text.substring(0, text.indexOf('|')));
    }

    MqMessage message(String topic) {
        var builder = MqMessage.builder(topic).key(lane.keyBytes()).value(value());
        return lane.partition() < 0
                ? builder.build()
                : builder.partition(lane.partition()).build();
    }

    /** What it consists of; sizes differ. */
    byte[] value() {
        return (id + "|" + FILLER.substring(0, id * 31 % FILLER.length())).getBytes(StandardCharsets.US_ASCII);
    }

    /** The sender calls. */
    void starting() {
        startNanos = System.nanoTime();
        startTick = journal.tick();
    }

    /** The call has returned. */
    void returned() {
        returnTick = journal.tick();
        returnNanos = System.nanoTime();
    }

    @Override
    public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
        settle(Outcome.acknowledged(partition, offset, journal.tick()));
    }

    @Override
    public void failed(MqMessage message, MqSendException failure) {
        failed(failure);
    }

    void acknowledged(MqReceipt receipt) {
        settle(Outcome.acknowledged(receipt.partition(), receipt.offset(), journal.tick()));
    }

    void failed(MqSendException failure) {
        settle(Outcome.failed(failure, journal.tick()));
    }

    private void settle(Outcome told) {
        if (outcomeCount.incrementAndGet() == 1) {
            outcome = told;
            then.accept(this);
        }
    }

    int id() {
        return id;
    }

    Lane lane() {
        return lane;
    }

    Form form() {
        return form;
    }

    int batch() {
        return batch;
    }

    int index() {
        return index;
    }

    /** The first that came; null if none did. */
    @Nullable
    Outcome outcome() {
        return outcome;
    }

    int outcomeCount() {
        return outcomeCount.get();
    }

    boolean isOutcome(Outcome.Kind kind) {
        var told = outcome;
        return told != null && told.kind() == kind;
    }

    long startTick() {
        return startTick;
    }

    /** When the sender called. */
    long startNanos() {
        return startNanos;
    }

    /** When its send was over at the latest: with the return of the call, or with the outcome. */
    long doneTick() {
        var told = outcome;
        return told == null ? returnTick : Math.min(returnTick, told.tick());
    }

    /** How long the caller was held; {@link #NEVER} if it still is. */
    long callNanos() {
        return returnNanos == NEVER ? NEVER : returnNanos - startNanos;
    }

    /** How long it took to the outcome; {@link #NEVER} if there is none. */
    long outcomeNanos() {
        var told = outcome;
        return told == null ? NEVER : told.nanos() - startNanos;
    }

    /** Whether this one's send happened before that one's. */
    boolean isBefore(Attempt other) {
        boolean isOfOneBatch = batch >= 0 && batch == other.batch;
        return isOfOneBatch ? index < other.index : doneTick() < other.startTick;
    }

    @Override
    public String toString() {
        return "#" + id + " " + form + (batch < 0 ? "" : " " + batch + "[" + index + "]") + " " + lane + " sent "
                + startTick + ".." + (returnTick == NEVER ? "" : returnTick) + " -> " + outcome;
    }
}
