// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConsumerError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Everything this module logs: one method a line, its id never reused. Thread-safe. */
final class MqCdiLog {
    private final Logger logger;

    private MqCdiLog(Logger logger) {
        this.logger = logger;
    }

    static MqCdiLog of(Class<?> owner) {
        return new MqCdiLog(System.getLogger(owner.getName()));
    }

    void runtimeObtained(String instanceId, String source, boolean owned) {
        if (logger.isLoggable(Level.INFO)) {
            logger.log(
                    Level.INFO,
                    "MQ2001 application uses mq runtime: instance=" + instanceId + ", from=" + source
                            + ", closed with the application=" + owned);
        }
    }

    void listenersStarted(int count) {
        if (logger.isLoggable(Level.INFO)) {
            logger.log(Level.INFO, "MQ2002 listeners started: count=" + count);
        }
    }

    void listenersStopped(int count) {
        if (logger.isLoggable(Level.INFO)) {
            logger.log(Level.INFO, "MQ2003 listeners stopped: count=" + count);
        }
    }

    void listenerOfNoBean(String method) {
        if (logger.isLoggable(Level.WARNING)) {
            logger.log(
                    Level.WARNING,
                    "MQ2004 @MqListener method is never called, its class is not an enabled bean; give the class a"
                            + " scope, as @ApplicationScoped: method=" + method);
        }
    }

    void closeFailed(String what, Exception failure) {
        if (logger.isLoggable(Level.WARNING)) {
            logger.log(Level.WARNING, "MQ2005 could not be closed: " + what, failure);
        }
    }

    void noMicroProfileConfig(ClassLoader loader, Throwable reason) {
        if (logger.isLoggable(Level.DEBUG)) {
            logger.log(
                    Level.DEBUG,
                    "MQ2006 no MicroProfile Config, system properties and environment are read: loader=" + loader
                            + ", reason=" + reason);
        }
    }

    void producerOfApplication(String bean) {
        if (logger.isLoggable(Level.DEBUG)) {
            logger.log(Level.DEBUG, "MQ2007 application brings its own MqProducer, none is added: bean=" + bean);
        }
    }

    void lookUpFailed(String name, Throwable failure) {
        if (logger.isLoggable(Level.WARNING)) {
            logger.log(
                    Level.WARNING,
                    "MQ2008 JNDI look-up of the mq runtime failed, other places are asked: name=" + name + ", failure="
                            + failure);
        }
    }

    void runtimeAwaited(String what) {
        if (logger.isLoggable(Level.INFO)) {
            logger.log(
                    Level.INFO,
                    "MQ2010 resource adapter is not started yet, it is asked again when the application starts: api="
                            + what);
        }
    }

    void unusedApi(String used, List<String> unused) {
        if (logger.isLoggable(Level.WARNING)) {
            logger.log(
                    Level.WARNING,
                    "MQ2011 mq-api is there more than once; remove mq-api-*.jar from WEB-INF/lib, the resource adapter"
                            + " brings it: used=" + used + ", not used=" + unused);
        }
    }

    void noJson(String what, Throwable reason) {
        if (logger.isLoggable(Level.INFO)) {
            logger.log(
                    Level.INFO,
                    "MQ2013 payloads that no converter reads cannot be read as JSON: missing=" + what + ", reason="
                            + reason);
        }
    }

    void errorListenerFailed(MqConsumerError told, RuntimeException failure) {
        if (logger.isLoggable(Level.WARNING)) {
            logger.log(
                    Level.WARNING,
                    "MQ2012 error listener failed, others are told all the same: listener=" + told.listener()
                            + ", kind=" + told.kind(),
                    failure);
        }
    }

    void carrierFailed(Throwable failure) {
        if (logger.isLoggable(Level.WARNING)) {
            logger.log(Level.WARNING, "MQ2014 a context carrier failed, the message is sent without it", failure);
        }
    }

    void noContextService(String reason) {
        if (logger.isLoggable(Level.DEBUG)) {
            logger.log(
                    Level.DEBUG,
                    "MQ2009 no context service, listeners have the application's class loader and a request context,"
                            + " no java:comp: reason=" + reason);
        }
    }

    void notifiersNotTold(String instanceId, Throwable failure) {
        if (logger.isLoggable(Level.WARNING)) {
            logger.log(
                    Level.WARNING,
                    "MQ2015 notifiers of the application are not told, everything else goes on: instance=" + instanceId,
                    failure);
        }
    }
}
