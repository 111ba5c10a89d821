// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** A setting cannot be used; the message is the whole problem, with key, value and source. */
final class BadSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadSettingException(String problem) {
        super(problem);
    }

    /** The sentence that goes into an {@code MqConfigException}. */
    String problem() {
        return String.valueOf(getMessage());
    }
}
