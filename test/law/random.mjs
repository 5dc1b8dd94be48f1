// Chance that can be had again: the same seed gives the same numbers (mulberry32).
export class Random {
    constructor(seed) {
        this.state = seed >>> 0;
    }

    // 0 ≤ number < 1
    number() {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let t = this.state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    }

    below(count) {
        return Math.floor(this.number() * count);
    }

    chance(part) {
        return this.number() < part;
    }

    pick(list) {
        return list[this.below(list.length)];
    }

    // Up to `max` different ones.
    some(list, max) {
        const count = this.below(Math.min(max, list.length) + 1);
        const chosen = new Set();
        for (let i = 0; i < count; i++) chosen.add(this.pick(list));
        return [...chosen];
    }

    // One of [[weight, value], …]
    weighed(choices) {
        let at = this.number() * choices.reduce((sum, [weight]) => sum + weight, 0);
        for (const [weight, value] of choices) if ((at -= weight) < 0) return value;
        return choices.at(-1)[1];
    }

    words(lang, count) {
        return Array.from({ length: count }, () => this.pick(vocabulary[lang])).join(' ');
    }
}

// Bytes that have to be escaped, letters outside ASCII and a right-to-left script are among them.
const vocabulary = {
    en: ['harbour', 'council', 'opens', 'river', 'storm', 'talks', 'vote', 'bridge', 'quiet', 'North',
        'market', 'teachers', 'strike', '"truce"', 'R&D', '<b>', 'island', "mayor's", 'late', 'café'],
    es: ['puerto', 'consejo', 'abre', 'río', 'tormenta', 'diálogo', 'votación', 'puente', 'año',
        'Norte', 'mercado', 'maestros', 'huelga', '«tregua»', 'I+D', 'isla', 'señal', 'tarde', '&c'],
    ar: ['الميناء', 'المجلس', 'يفتح', 'النهر', 'عاصفة', 'محادثات', 'تصويت', 'الجسر', 'هادئ', 'الشمال',
        'السوق', 'المعلمون', 'إضراب', '«هدنة»', 'جزيرة', 'متأخر', 'غزة', 'مدينة', 'وقف'],
};
