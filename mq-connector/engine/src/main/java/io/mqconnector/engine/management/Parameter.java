// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a console shows of a parameter of an operation. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@interface Parameter {
    /** Its name. */
    String name();

    /** What it says, and what is allowed. */
    String value();
}
