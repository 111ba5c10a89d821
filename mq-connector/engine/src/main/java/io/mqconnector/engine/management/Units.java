// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/**
 * The unit of an attribute, on its getter: the field {@code units} of its descriptor. Public, since the JDK reads it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Units {
    /** In plural: {@code milliseconds}. */
    @DescriptorKey("units")
    String value();
}
