// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/**
 * A setting as it was found. Immutable.
 *
 * @param key the key it was found under
 * @param text its text, expressions resolved once {@link Expressions} has seen it
 * @param layer where in the ladder of precedence
 * @param source where it was found, in words
 * @param secret whether the text is never shown
 */
record Setting(String key, String text, Layer layer, String source, boolean secret) {
    static final String MASK = "****";

    Setting withText(String other, boolean nowSecret) {
        return new Setting(key, other, layer, source, secret || nowSecret);
    }

    Setting withLayer(Layer other, String otherSource) {
        return new Setting(key, text, other, otherSource, secret);
    }

    /** The text as people may see it. */
    String shownText() {
        return secret ? MASK : text;
    }

    /** {@code mq.producer.linger = '5ms' from MqConfig}. */
    String described() {
        return key + " = '" + shownText() + "'" + (layer == Layer.DEFAULT ? " by " : " from ") + source;
    }

    /** The sentence that reports this setting as bad. */
    String problem(String reason) {
        return described() + ": " + reason;
    }

    /** The sentence that reports this setting as a bad value of a key. */
    String problem(ConfigKey<?> of, String reason) {
        return described() + ": " + (secret ? "not valid" : reason) + "; allowed " + of.allowed();
    }

    @Override
    public String toString() {
        return described();
    }
}
