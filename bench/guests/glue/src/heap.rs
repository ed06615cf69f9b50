//! A heap for values that live for one call: what was given out last can be given back, and nothing else is.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;

const SIZE: usize = 1024 * 1024;

#[repr(align(16))]
struct Room([u8; SIZE]);

static mut ROOM: Room = Room([0; SIZE]);

struct Heap {
    used: Cell<usize>,
    live: Cell<usize>,
}

// SAFETY: the module has one thread.
unsafe impl Sync for Heap {}

#[global_allocator]
static HEAP: Heap = Heap { used: Cell::new(0), live: Cell::new(0) };

// SAFETY: ranges are given out once, aligned, until all of them were given back.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let at = self.used.get().next_multiple_of(layout.align());
        let end = at + layout.size();
        if end > SIZE {
            return core::ptr::null_mut();
        }
        self.used.set(end);
        self.live.set(self.live.get() + 1);
        unsafe { (&raw mut ROOM.0).cast::<u8>().add(at) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let at = pointer as usize - unsafe { &raw const ROOM.0 } as usize;
        self.live.set(self.live.get() - 1);
        if self.live.get() == 0 {
            self.used.set(0);
        } else if at + layout.size() == self.used.get() {
            self.used.set(at);
        }
    }
}
