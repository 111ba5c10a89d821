// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of every message of a run.
 *
 * @param chatSent chat messages acknowledged
 * @param eventsSent user events acknowledged
 * @param delivered acknowledged messages of both kinds that reached every intended reader
 * @param lost acknowledged messages that did not
 * @param duplicates records that one reader was given again: same topic, partition and offset
 * @param outOfOrder messages that one reader got after a later one of the same user
 * @param duplicateCauses partitions cut off before their commit, and consumers restarted, as the connectors counted them
 * @param failedNotWritten sends that failed, known not to be written
 * @param failedUnknown sends that failed, perhaps written
 * @param unresolved sends without an outcome when the run gave up
 * @param relayedTwice copies that logic made again after it was given a message again
 * @param foreign records of other runs or programs, ignored
 * @param sendP99Micros 99 % of the acknowledgements came within so many microseconds of the post
 * @param deliveryP99Micros 99 % of the deliveries to a gateway came within so many microseconds of the post
 * @param seconds how long messages were posted
 * @param problems what must not be, a sentence each; empty when all is well
 */
public record DemoSummary(
        long chatSent,
        long eventsSent,
        long delivered,
        long lost,
        long duplicates,
        long outOfOrder,
        long duplicateCauses,
        long failedNotWritten,
        long failedUnknown,
        long unresolved,
        long relayedTwice,
        long foreign,
        long sendP99Micros,
        long deliveryP99Micros,
        double seconds,
        List<String> problems) {
    private static final double MICROS_PER_MILLI = 1_000;

    public DemoSummary {
        problems = List.copyOf(problems);
    }

    /** Messages acknowledged, of both kinds. */
    public long sent() {
        return chatSent + eventsSent;
    }

    /** Whether everything was as promised. */
    public boolean isClean() {
        return problems.isEmpty();
    }

    /** The summary as one line of JSON. */
    public String toJson() {
        return "{\"sent\":" + sent()
                + ",\"delivered\":" + delivered
                + ",\"lost\":" + lost
                + ",\"duplicates\":" + duplicates
                + ",\"outOfOrder\":" + outOfOrder
                + ",\"sendP99Micros\":" + sendP99Micros
                + ",\"deliveryP99Micros\":" + deliveryP99Micros
                + ",\"seconds\":" + String.format(Locale.ROOT, "%.1f", seconds)
                + "}";
    }

    /** The summary for people. */
    public List<String> toLines() {
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "after %.1f s of posting:", seconds));
        lines.add(row("sent", sent())
                + String.format(Locale.ROOT, "  acknowledged: %,d chat messages, %,d user events", chatSent, eventsSent)
                + failures());
        lines.add(row("delivered", delivered) + "  to every reader it was meant for"
                + (relayedTwice == 0 ? "" : "; " + grouped(relayedTwice) + " copies made again by logic"));
        lines.add(row("lost", lost));
        lines.add(row("duplicated", duplicates) + "  the connectors counted " + grouped(duplicateCauses)
                + " possible causes");
        lines.add(row("out of order", outOfOrder));
        lines.add("  p99 latency      send " + millis(sendP99Micros) + ", delivery " + millis(deliveryP99Micros));
        if (foreign > 0) {
            lines.add("  " + grouped(foreign) + " records of other runs were there and are not counted");
        }
        for (String problem : problems) {
            lines.add("PROBLEM: " + problem);
        }
        lines.add(isClean() ? "all is well" : "FAILED");
        return lines;
    }

    static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f ms", micros / MICROS_PER_MILLI);
    }

    private String failures() {
        var parts = new ArrayList<String>();
        if (failedNotWritten > 0) {
            parts.add(grouped(failedNotWritten) + " failed (not written)");
        }
        if (failedUnknown > 0) {
            parts.add(grouped(failedUnknown) + " failed (perhaps written)");
        }
        if (unresolved > 0) {
            parts.add(grouped(unresolved) + " without an outcome");
        }
        return parts.isEmpty() ? "" : "; " + String.join(", ", parts);
    }

    private static String row(String name, long count) {
        return String.format(Locale.ROOT, "  %-13s %,11d", name, count);
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
