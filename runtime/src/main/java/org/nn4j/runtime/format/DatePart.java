package org.nn4j.runtime.format;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be taken of a date and time: a number, and for most a place in a cycle, which goes on without a jump. */
public enum DatePart {
    YEAR {
        @Override
        public double number(LocalDateTime t, LocalDate since) {
            return t.getYear();
        }
    },
    MONTH {
        @Override
        public double number(LocalDateTime t, LocalDate since) {
            return t.getMonthValue();
        }

        @Override
        public double turn(LocalDateTime t) {
            return (t.getMonthValue() - 1 + DAY.turn(t)) / 12;
        }
    },
    DAY {
        @Override
        public double number(LocalDateTime t, LocalDate since) {
            return t.getDayOfMonth();
        }

        @Override
        public double turn(LocalDateTime t) {
            return (t.getDayOfMonth() - 1 + HOUR.turn(t)) / t.toLocalDate().lengthOfMonth();
        }
    },
    /** 1 is Monday. */
    WEEKDAY {
        @Override
        public double number(LocalDateTime t, LocalDate since) {
            return t.getDayOfWeek().getValue();
        }

        @Override
        public double turn(LocalDateTime t) {
            return (t.getDayOfWeek().getValue() - 1 + HOUR.turn(t)) / 7;
        }
    },
    DAY_OF_YEAR {
        @Override
        public double number(LocalDateTime t, LocalDate since) {
            return t.getDayOfYear();
        }

        @Override
        public double turn(LocalDateTime t) {
            return (t.getDayOfYear() - 1 + HOUR.turn(t)) / t.toLocalDate().lengthOfYear();
        }
    },
    HOUR {
        @Override
        public double number(LocalDateTime t, LocalDate since) {
            return t.getHour();
        }

        @Override
        public double turn(LocalDateTime t) {
            return t.toLocalTime().toNanoOfDay() / 86400e9;
        }
    },
    MINUTE {
        @Override
        public double number(LocalDateTime t, LocalDate since) {
            return t.getMinute();
        }

        @Override
        public double turn(LocalDateTime t) {
            return t.toLocalTime().toNanoOfDay() % 3_600_000_000_000L / 3600e9;
        }
    },
    /** Days since a day, with the part of the day that has gone. */
    DAYS {
        @Override
        public double number(LocalDateTime t, LocalDate since) {
            return ChronoUnit.DAYS.between(since, t.toLocalDate()) + HOUR.turn(t);
        }
    };

    /** The part as a number. */
    public abstract double number(LocalDateTime t, LocalDate since);

    /** How much of the cycle has gone, from 0 to below 1. */
    public double turn(LocalDateTime t) {
        throw new IllegalArgumentException(this + " is no cycle");
    }

    static @Nullable DatePart of(String word) {
        for (DatePart part : values()) {
            if (part.toString().equals(word)) {
                return part;
            }
        }
        return null;
    }

    /** As the language calls it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
