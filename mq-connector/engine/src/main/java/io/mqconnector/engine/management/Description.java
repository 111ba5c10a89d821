// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.MBeanOperationInfo;

/** What a console shows beside an MBean, an attribute (on its getter) or an operation. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface Description {
    /** One sentence. */
    String value();

    /** Of an operation: {@link MBeanOperationInfo#INFO}, {@link MBeanOperationInfo#ACTION} or both. */
    int impact() default MBeanOperationInfo.UNKNOWN;
}
