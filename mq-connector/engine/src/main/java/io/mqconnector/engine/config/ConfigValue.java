// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/**
 * A value as shown to people. Immutable, never contains a secret.
 *
 * @param name the full key
 * @param text the value as it was set, or the default; {@code ****} for a secret
 * @param layer where in the ladder of precedence it was found
 * @param source where it was found, as {@code MqConfig}, the name of a config source, or what derived it
 */
public record ConfigValue(String name, String text, Layer layer, String source) {}
