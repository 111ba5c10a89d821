// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

/**
 * The surroundings could not take a record: a bean pool is exhausted, a container is starting or stopping. Says nothing
 * about the record, which is offered again soon without an attempt counted.
 */
public final class EndpointUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is unavailable
     * @param cause what the surroundings said
     */
    public EndpointUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
