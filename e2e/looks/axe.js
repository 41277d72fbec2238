// Runs axe over the page; its source is put before this. Gives what it found and how many of its rules passed. A target that
// lies half under the bar at the foot is small to axe; where it can be scrolled free of the bar and is large enough then, it is
// no finding.
axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })
  .then(r => {
    const free = selector => {
      const e = document.querySelector(selector), at = [scrollX, scrollY];
      e.scrollIntoView({ block: 'center', behavior: 'instant' });
      const b = e.getBoundingClientRect(), x = b.x + b.width / 2, y = b.y + b.height / 2;
      const mine = (dx, dy) => { const top = document.elementFromPoint(x + dx, y + dy); return !!top && (e.contains(top) || [...(e.labels || [])].some(l => l.contains(top))); };
      const all = [[0, 0], [-11, -11], [11, -11], [-11, 11], [11, 11]].every(([dx, dy]) => mine(dx, dy));
      scrollTo(...at);
      return all;
    };
    for (const v of r.violations) if (v.id === 'target-size') v.nodes = v.nodes.filter(n => n.target.length !== 1 || !free(n.target[0]));
    return { passes: r.passes.length, found: r.violations.filter(v => v.nodes.length).map(v => `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')) };
  })
