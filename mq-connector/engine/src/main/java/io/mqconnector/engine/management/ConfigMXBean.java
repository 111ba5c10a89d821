// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.util.List;
import java.util.Map;
import javax.management.MBeanOperationInfo;

/**
 * The configuration of the connector while it runs, over JMX. What is changed here is an override: in memory only, above
 * everything else, until it is reset. Never brokers, security, classes, files or Kafka's own properties.
 */
@Description(
        "The configuration: what is in force and where it comes from; overrides, in memory only, of the keys that an"
                + " operator may change")
public interface ConfigMXBean {
    /** What is in force. */
    @Description(
            "Every setting with its value (secrets masked), the layer and the source it comes from, what a change of it"
                    + " takes, and whether it may be changed here")
    List<Setting> getEffective();

    /** The overrides in force. */
    @Description("The overrides in force, by key")
    Map<String, String> getOverrides();

    /** How many changes have been put in force. */
    @Description("How many changes have been put in force since the start")
    @Units("changes")
    long getGeneration();

    /** How often the configuration is read again. */
    @Description("How often the configuration is read again, to see whether it has changed (mq.config.poll-interval)")
    @Units("milliseconds")
    long getPollIntervalMillis();

    /** As {@code mq.config.poll-interval} allows. */
    void setPollIntervalMillis(long millis);

    /** The last change. */
    @Description(
            "The last change that was put in force or refused, wherever it came from; generation -1 before the first")
    ChangeReport getLastChange();

    /**
     * Overrides one key and waits until that is in force.
     *
     * @return what was changed, or why nothing was
     */
    @Description(
            value = "Overrides one key and waits until that is in force; tells what was changed, or why nothing was",
            impact = MBeanOperationInfo.ACTION_INFO)
    ChangeReport set(
            @Parameter(name = "key", value = "Full name of the key, as in files: mq.producer.linger") String key,
            @Parameter(name = "value", value = "Its value, as in files: 10ms") String value);

    /**
     * Overrides keys and waits until all of it is in force.
     *
     * @return what was changed, or why nothing was
     */
    @Description(
            value =
                    "Overrides keys, all or none, and waits until that is in force; tells what was changed, or why nothing"
                            + " was",
            impact = MBeanOperationInfo.ACTION_INFO)
    ChangeReport apply(
            @Parameter(name = "settings", value = "Lines of the form key=value, as in files") List<String> settings);

    /**
     * Tries what {@link #apply} would do.
     *
     * @return what would be changed, or why nothing would
     */
    @Description(
            value = "Tells what apply would change, or why it would change nothing; changes nothing",
            impact = MBeanOperationInfo.INFO)
    ChangeReport dryRun(
            @Parameter(name = "settings", value = "Lines of the form key=value, as in files") List<String> settings);

    /**
     * Takes overrides away.
     *
     * @return what was changed, or why nothing was
     */
    @Description(
            value = "Takes overrides away, so that what stands below them is in force again; waits until it is",
            impact = MBeanOperationInfo.ACTION_INFO)
    ChangeReport resetOverrides(
            @Parameter(name = "keys", value = "Full names of keys; none for all overrides") List<String> keys);

    /**
     * As {@link #apply}, for consoles that have one field for it.
     *
     * @return what was changed, or why nothing was
     */
    @Description(
            value =
                    "As apply, for consoles that know no lists: overrides keys, all or none, and waits until that is in force",
            impact = MBeanOperationInfo.ACTION_INFO)
    ChangeReport applyLine(
            @Parameter(name = "settings", value = "Settings of the form key=value, separated by semicolons")
                    String settings);

    /**
     * As {@link #dryRun}, for consoles that have one field for it.
     *
     * @return what would be changed, or why nothing would
     */
    @Description(
            value = "As dryRun, for consoles that know no lists: tells what applyLine would change; changes nothing",
            impact = MBeanOperationInfo.INFO)
    ChangeReport dryRunLine(
            @Parameter(name = "settings", value = "Settings of the form key=value, separated by semicolons")
                    String settings);

    /**
     * As {@link #resetOverrides}, for consoles that have one field for it.
     *
     * @return what was changed, or why nothing was
     */
    @Description(
            value =
                    "As resetOverrides, for consoles that know no lists: takes overrides away and waits until that is in"
                            + " force",
            impact = MBeanOperationInfo.ACTION_INFO)
    ChangeReport resetLine(
            @Parameter(name = "keys", value = "Full names of keys, separated by semicolons; empty for all overrides")
                    String keys);
}
