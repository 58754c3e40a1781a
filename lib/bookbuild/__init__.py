"""The press: text notebooks in, checked site out."""
