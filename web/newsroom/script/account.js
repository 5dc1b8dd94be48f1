// account: a password can be looked at while it is typed, and what is shown once can be copied.

// Its words come from the form: the template cannot print a button that needs a script.
function show_button(input) {
  const button = document.createElement('button');
  const say = (shown) => {
    input.type = shown ? 'text' : 'password';
    button.textContent = shown ? input.form.dataset.hide : input.form.dataset.show;
    button.setAttribute('aria-pressed', String(shown));
  };
  button.type = 'button';
  button.className = 'quiet show';
  button.setAttribute('aria-controls', input.id);
  button.addEventListener('click', () => say(input.type === 'password'));
  say(false);
  input.before(button);
  input.form.addEventListener('submit', () => say(false)); // browsers keep passwords, not texts
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.done;
  document.getElementById('status').textContent = button.dataset.done;
}

export function account_start() {
  for (const input of document.querySelectorAll('form[data-show] input[type=password]')) show_button(input);
  for (const button of document.querySelectorAll('[data-copy]')) {
    if (navigator.clipboard) button.addEventListener('click', () => copy(button));
    else button.remove(); // plain http: the field can be selected
  }
}
