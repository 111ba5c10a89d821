// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/**
 * Where the members of a world are members.
 *
 * @param brokers {@code host:port}
 * @param topic what they read
 * @param group their group
 */
record Target(String brokers, String topic, String group) {
    /** Where their records go that fail for good; the name is the product's. */
    String deadLetterTopic() {
        return topic + "." + group + ".dlt";
    }
}
