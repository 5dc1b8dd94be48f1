// keys: the newsroom from the keyboard. Single letters act only when no field has the focus.

export function keys_start() {
  document.addEventListener('keydown', (event) => {
    const field = event.target.closest('input, textarea, select, [contenteditable]');
    if (field || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/') {
      event.preventDefault();
      document.getElementById('find')?.focus();
    }
  });
}
