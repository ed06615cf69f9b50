;; A library: nothing is imported and nothing runs by itself. Two functions to call.
(component
  (core module $Main
    (memory (export "memory") 1)
    (data (i32.const 16) "Hello, whoever you are.")
    ;; A string result that does not fit in one core value comes back in memory:
    ;; the function gives the address of (address, length).
    (data (i32.const 0) "\10\00\00\00\17\00\00\00")
    (func (export "greet") (result i32) (i32.const 0))
    (func (export "answer") (result i32) (i32.const 42))
  )
  (core instance $main (instantiate $Main))

  (func $greet (result string)
    (canon lift (core func $main "greet") (memory (core memory $main "memory"))))
  (func $answer (result u32)
    (canon lift (core func $main "answer")))

  (export "greet" (func $greet))
  (export "answer" (func $answer))
)
