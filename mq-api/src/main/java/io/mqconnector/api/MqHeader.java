// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of an {@link MqListener} method that takes the last header of a name: {@code String} (UTF-8) or
 * {@code byte[]}; null when there is none.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface MqHeader {
    /** The header's name, as sent: names are case-sensitive. */
    String value();
}
