;; A whole component written by hand: it asks for two things (standard output and
;; the wall clock), and offers one (wasi:cli/run). It prints the date the clock tells.
(component $hello
  ;; ---- What it imports. Each instance type names only the functions it uses. ----
  (import "wasi:io/error@0.2.12" (instance $io-error
    (export "error" (type (sub resource)))
  ))
  (alias export $io-error "error" (type $error))

  (import "wasi:io/streams@0.2.12" (instance $streams
    (export "output-stream" (type $output-stream (sub resource)))
    (alias outer $hello $error (type $outer-error))
    (export "error" (type $error (eq $outer-error)))
    (type $stream-error-def (variant
      (case "last-operation-failed" (own $error))
      (case "closed")
    ))
    (export "stream-error" (type $stream-error (eq $stream-error-def)))
    (export "[method]output-stream.blocking-write-and-flush" (func
      (param "self" (borrow $output-stream))
      (param "contents" (list u8))
      (result (result (error $stream-error)))
    ))
  ))
  (alias export $streams "output-stream" (type $output-stream))

  (import "wasi:cli/stdout@0.2.12" (instance $stdout
    (alias outer $hello $output-stream (type $outer-output-stream))
    (export "output-stream" (type $output-stream (eq $outer-output-stream)))
    (export "get-stdout" (func (result (own $output-stream))))
  ))

  (import "wasi:clocks/wall-clock@0.2.12" (instance $wall-clock
    (type $datetime-def (record (field "seconds" u64) (field "nanoseconds" u32)))
    (export "datetime" (type $datetime (eq $datetime-def)))
    (export "now" (func (result $datetime)))
  ))

  ;; ---- One page of memory, made first because lowering needs it. ----
  (core module $Memory (memory (export "memory") 1))
  (core instance $memory (instantiate $Memory))
  (alias core export $memory "memory" (core memory $mem))

  ;; ---- Lower: component functions become core functions. ----
  (alias export $stdout "get-stdout" (func $get-stdout))
  (alias export $streams "[method]output-stream.blocking-write-and-flush" (func $write))
  (alias export $wall-clock "now" (func $now))
  (core func $get-stdout-core (canon lower (func $get-stdout)))
  (core func $write-core (canon lower (func $write) (memory $mem)))
  (core func $now-core (canon lower (func $now) (memory $mem)))
  (core func $drop-stream-core (canon resource.drop $output-stream))

  (core module $Main
    (import "host" "memory" (memory 1))
    ;; () -> handle of an output stream
    (import "host" "get-stdout" (func $get-stdout (result i32)))
    ;; (stream, address, length, where the result goes)
    (import "host" "write" (func $write (param i32 i32 i32 i32)))
    ;; (where the datetime goes: seconds u64 at +0, nanoseconds u32 at +8)
    (import "host" "now" (func $now (param i32)))
    (import "host" "drop-stream" (func $drop-stream (param i32)))

    ;; 0..15 the datetime, 16..31 the result of a write, from 64 the text that is built
    (data (i32.const 1024) "Hello from a component. In this world it is ")
    (global $end (mut i32) (i32.const 64))

    (func $put (param $byte i32)
      (i32.store8 (global.get $end) (local.get $byte))
      (global.set $end (i32.add (global.get $end) (i32.const 1)))
    )

    ;; Appends a number in decimal, with zeros in front up to the width.
    (func $put-number (param $n i64) (param $width i32)
      (if (i32.or
            (i64.ge_u (local.get $n) (i64.const 10))
            (i32.gt_s (local.get $width) (i32.const 1)))
        (then (call $put-number
          (i64.div_u (local.get $n) (i64.const 10))
          (i32.sub (local.get $width) (i32.const 1)))))
      (call $put (i32.add (i32.const 48)
        (i32.wrap_i64 (i64.rem_u (local.get $n) (i64.const 10)))))
    )

    ;; Appends the date of a day counted from 1970-01-01, as YYYY-MM-DD.
    ;; The year is taken to begin in March, so that the leap day is its last day; then
    ;; 400 years ("an era") always have 146097 days, and five months always have 153.
    (func $put-date (param $day i64)
      (local $era i64) (local $day-of-era i64) (local $year-of-era i64)
      (local $day-of-year i64) (local $month i64) (local $year i64)
      ;; 719468 days lie between 0000-03-01 and 1970-01-01
      (local.set $day (i64.add (local.get $day) (i64.const 719468)))
      (local.set $era (i64.div_u (local.get $day) (i64.const 146097)))
      (local.set $day-of-era (i64.rem_u (local.get $day) (i64.const 146097)))
      ;; (doe - doe/1460 + doe/36524 - doe/146096) / 365
      (local.set $year-of-era
        (i64.div_u
          (i64.sub
            (i64.add
              (i64.sub (local.get $day-of-era) (i64.div_u (local.get $day-of-era) (i64.const 1460)))
              (i64.div_u (local.get $day-of-era) (i64.const 36524)))
            (i64.div_u (local.get $day-of-era) (i64.const 146096)))
          (i64.const 365)))
      ;; doe - (365 yoe + yoe/4 - yoe/100)
      (local.set $day-of-year
        (i64.sub (local.get $day-of-era)
          (i64.sub
            (i64.add
              (i64.mul (local.get $year-of-era) (i64.const 365))
              (i64.div_u (local.get $year-of-era) (i64.const 4)))
            (i64.div_u (local.get $year-of-era) (i64.const 100)))))
      ;; 0 is March, 11 is February
      (local.set $month
        (i64.div_u
          (i64.add (i64.mul (local.get $day-of-year) (i64.const 5)) (i64.const 2))
          (i64.const 153)))
      (local.set $year
        (i64.add (local.get $year-of-era) (i64.mul (local.get $era) (i64.const 400))))
      ;; January and February belong to the next calendar year
      (if (i64.ge_u (local.get $month) (i64.const 10))
        (then (local.set $year (i64.add (local.get $year) (i64.const 1)))))
      (call $put-number (local.get $year) (i32.const 4))
      (call $put (i32.const 45))
      (call $put-number
        (select
          (i64.add (local.get $month) (i64.const 3))
          (i64.sub (local.get $month) (i64.const 9))
          (i64.lt_u (local.get $month) (i64.const 10)))
        (i32.const 2))
      (call $put (i32.const 45))
      ;; doy - (153 month + 2) / 5 + 1
      (call $put-number
        (i64.add
          (i64.sub (local.get $day-of-year)
            (i64.div_u
              (i64.add (i64.mul (local.get $month) (i64.const 153)) (i64.const 2))
              (i64.const 5)))
          (i64.const 1))
        (i32.const 2))
    )

    ;; Gives 0 for ok and 1 for an error, which is how `result` is flattened.
    (func (export "run") (result i32)
      (local $seconds i64) (local $in-day i64) (local $stream i32)
      (call $now (i32.const 0))
      (local.set $seconds (i64.load (i32.const 0)))
      (local.set $in-day (i64.rem_u (local.get $seconds) (i64.const 86400)))

      (global.set $end (i32.const 64))
      (memory.copy (i32.const 64) (i32.const 1024) (i32.const 44))
      (global.set $end (i32.const 108))
      (call $put-date (i64.div_u (local.get $seconds) (i64.const 86400)))
      (call $put (i32.const 84)) ;; T
      (call $put-number (i64.div_u (local.get $in-day) (i64.const 3600)) (i32.const 2))
      (call $put (i32.const 58)) ;; :
      (call $put-number
        (i64.rem_u (i64.div_u (local.get $in-day) (i64.const 60)) (i64.const 60)) (i32.const 2))
      (call $put (i32.const 58))
      (call $put-number (i64.rem_u (local.get $in-day) (i64.const 60)) (i32.const 2))
      (call $put (i32.const 90)) ;; Z
      (call $put (i32.const 46)) ;; .
      (call $put (i32.const 10))

      (local.set $stream (call $get-stdout))
      (call $write (local.get $stream)
        (i32.const 64) (i32.sub (global.get $end) (i32.const 64)) (i32.const 16))
      (call $drop-stream (local.get $stream))
      (i32.load8_u (i32.const 16))
    )
  )

  (core instance $main (instantiate $Main
    (with "host" (instance
      (export "memory" (memory $mem))
      (export "get-stdout" (func $get-stdout-core))
      (export "write" (func $write-core))
      (export "now" (func $now-core))
      (export "drop-stream" (func $drop-stream-core))
    ))
  ))

  ;; ---- Lift: the core function becomes what the component exports. ----
  (func $run (result (result)) (canon lift (core func $main "run")))
  (instance $run-interface (export "run" (func $run)))
  (export "wasi:cli/run@0.2.12" (instance $run-interface))
)
