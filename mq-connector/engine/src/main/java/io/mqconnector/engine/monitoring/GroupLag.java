// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

/**
 * How far a consumer group is behind.
 *
 * @param group its name; of another connection than the default one behind that of the connection and a slash
 * @param lag records beyond what it has committed; -1 while not known
 * @param partitions of which it has committed offsets, or which it has assigned
 * @param consumers its members, in all processes
 */
public record GroupLag(String group, long lag, int partitions, int consumers) {
    /** The same under another name. */
    GroupLag named(String name) {
        return new GroupLag(name, lag, partitions, consumers);
    }

    static GroupLag unknown(String group) {
        return new GroupLag(group, -1, 0, 0);
    }
}
