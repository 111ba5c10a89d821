// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * Hears of trouble with a listener's consumer that no record is to blame for. Called on threads of the connector, one
 * call at a time for each listener, after the fact; must return soon. What it throws is logged and changes nothing. While it
 * does not return, up to 1,000 errors wait; when there are more, the oldest are dropped, which is logged.
 *
 * <p>Each CDI bean of this type hears of all {@link MqListener} methods of its application, several at a time.
 */
@FunctionalInterface
public interface MqErrorListener {
    /**
     * Something went wrong.
     *
     * @param error what, and what the connector does about it
     */
    void onError(MqConsumerError error);
}
