// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * What else the machine was busy with since this was made: whoever compiles beside a measurement measures the compiler.
 * Immutable, thread-safe.
 */
final class Disturbance implements Supplier<OptionalDouble> {
    private static final Path STAT = Path.of("/proc/stat");
    /** Linux counts in hundredths of a second, whatever its clock interrupts at. */
    private static final double TICKS_PER_SECOND = 100;
    /** The kernel writes the broker's files, which is some percent. */
    static final double TOLERABLE = 0.1;

    private final Ticks before = Ticks.read();
    private final double ownBefore = ownSeconds();

    /** The part of all processors' time that other programs took; empty where the system does not tell. */
    @Override
    public OptionalDouble get() {
        var now = Ticks.read();
        double passed = (now.all - before.all) / TICKS_PER_SECOND;
        if (passed <= 0) {
            return OptionalDouble.empty();
        }
        double busy = (now.busy - before.busy) / TICKS_PER_SECOND;
        return OptionalDouble.of(Math.max(0, busy - (ownSeconds() - ownBefore)) / passed);
    }

    /**
     * In words.
     *
     * @param share {@link #get()} of the whole workload
     * @param repeated how many runs were done again
     * @param left how many count although they were disturbed
     */
    static String text(OptionalDouble share, int repeated, int left) {
        if (share.isEmpty()) {
            return "what else the machine did meanwhile is not known here";
        }
        String text = String.format(
                Locale.ROOT,
                "other programs took %.1f %% of the machine meanwhile; %d runs repeated where it was more than %.0f %%",
                100 * share.getAsDouble(),
                repeated,
                100 * TOLERABLE);
        return left == 0 ? text : text + "; DISTURBED: " + left + " such runs count";
    }

    private static double ownSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(cpu -> cpu.toNanos() / 1e9)
                .orElse(0.0);
    }

    /** Processor time since the machine started; both 0 where it is not known. */
    record Ticks(long busy, long all) {
        private static final int FIRST = 1;
        private static final int IDLE = 4;
        private static final int IO_WAIT = 5;
        /** After it comes what guests took, which is in the user's time already. */
        private static final int STEAL = 8;

        private static Ticks read() {
            if (!Files.isReadable(STAT)) {
                return new Ticks(0, 0);
            }
            try (var lines = Files.lines(STAT)) {
                return lines.findFirst().map(Ticks::of).orElse(new Ticks(0, 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads the line {@code cpu user nice system idle iowait irq softirq steal …}. */
        static Ticks of(String line) {
            String[] fields = line.split(" +", -1);
            long busy = 0;
            long all = 0;
            for (int i = FIRST; i <= STEAL; i++) {
                long ticks = Long.parseLong(fields[i]);
                all += ticks;
                busy += i == IDLE || i == IO_WAIT ? 0 : ticks;
            }
            return new Ticks(busy, all);
        }
    }
}
