// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

/**
 * What would help a group that is behind. It is told and never followed by itself.
 *
 * @param lag of the group when it was given
 * @param advice what would help
 */
public record ScaleAdvice(GroupLag lag, Advice advice) {
    /** What would help. */
    public enum Advice {
        /** Nothing need be done. */
        NONE,
        /** There are partitions for more consumers. */
        ADD_CONSUMERS,
        /** Each consumer has one partition already: more of both, or a faster listener. */
        ADD_PARTITIONS
    }

    /** For a group with an alert or without. */
    static ScaleAdvice of(GroupLag lag, boolean isBehind) {
        if (!isBehind) {
            return new ScaleAdvice(lag, Advice.NONE);
        }
        return new ScaleAdvice(lag, lag.consumers() < lag.partitions() ? Advice.ADD_CONSUMERS : Advice.ADD_PARTITIONS);
    }

    /** In a sentence. */
    public String text() {
        String facts = "group " + lag.group() + " is " + lag.lag() + " records behind with " + lag.consumers()
                + " consumers on " + lag.partitions() + " partitions";
        return switch (advice) {
            case NONE -> "group " + lag.group() + " needs nothing any more";
            case ADD_CONSUMERS ->
                facts + "; up to " + (lag.partitions() - lag.consumers()) + " more consumers would help";
            case ADD_PARTITIONS ->
                facts + "; more consumers would stand idle: a faster listener or more workers would"
                        + " help, or more partitions with as many consumers";
        };
    }
}
