"""How Django writes dates where its own way is not ours."""
