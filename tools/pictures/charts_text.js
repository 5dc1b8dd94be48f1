// charts_text: what the infographics say, in three languages.

export const texts = {
  en: {
    water: {
      title: 'The Earth’s water', deck: 'Nearly all of it is salty; most of the rest is frozen',
      all: 'All water', fresh: 'Fresh water', of_fresh: 'Of the fresh water',
      salt: ['97.5%', 'salt water'], sweet: ['2.5%', 'fresh'],
      parts: [['68.7%', 'glaciers and ice'], ['30.1%', 'groundwater'], ['1.2%', 'lakes, rivers, soil, air and the rest']],
      source: 'Shares of volume, estimates. Source: US Geological Survey, after Shiklomanov',
    },
    depth: {
      title: 'How deep is the sea?', deck: 'Mount Everest, set down in the deepest place, would not reach the light',
      land: ['840 m', 'average height of the land'], sun: ['200 m', 'sunlight zone ends'], twilight: ['1,000 m', 'twilight zone ends'],
      whale: ['2,992 m', 'deepest dive recorded of a whale (Cuvier’s beaked whale)'], average: ['3,682 m', 'average depth of the sea'],
      everest: ['8,849 m', 'Everest, for comparison'], deepest: ['about 10,935 m', 'Challenger Deep, the deepest known place'],
      source: 'Heights and depths to scale, distances not. Sources: NOAA, GEBCO, PLOS ONE (2014)',
    },
    planets: {
      title: 'How far are the planets?', deck: 'Distance from the Sun; 1 is the distance of the Earth, about 150 million kilometres',
      names: ['Mercury', 'Venus', 'Earth', 'Mars', 'Jupiter', 'Saturn', 'Uranus', 'Neptune'],
      values: ['0.39', '0.72', '1.00', '1.52', '5.20', '9.58', '19.2', '30.1'],
      near: 'The four inner planets, enlarged', far: 'All eight', light: ['8.3 minutes', 'sunlight to the Earth'], light_far: ['4.2 hours', 'sunlight to Neptune'],
      source: 'Mean distances in astronomical units, to scale; planets and Sun not. Source: NASA',
    },
    speed: {
      title: 'The fastest', deck: 'Top speeds of animals and of one human, in kilometres per hour',
      rows: [['over 300', 'Peregrine falcon', 'in a dive'], ['111', 'Common swift', 'level flight, measured 2010'], ['about 100', 'Cheetah', 'in a sprint'], ['about 88', 'Pronghorn', 'over longer stretches'], ['about 70', 'Ostrich', 'on two legs'], ['44', 'Human', 'Usain Bolt’s peak, 2009']],
      source: 'Rounded; speeds of wild animals are estimates, except where measured',
    },
  },
  es: {
    water: {
      title: 'El agua de la Tierra', deck: 'Casi toda es salada; la mayor parte del resto está helada',
      all: 'Toda el agua', fresh: 'Agua dulce', of_fresh: 'Del agua dulce',
      salt: ['97,5 %', 'agua salada'], sweet: ['2,5 %', 'dulce'],
      parts: [['68,7 %', 'glaciares y hielo'], ['30,1 %', 'agua subterránea'], ['1,2 %', 'lagos, ríos, suelo, aire y lo demás']],
      source: 'Partes del volumen, estimadas. Fuente: Servicio Geológico de EE. UU., según Shiklomanov',
    },
    depth: {
      title: '¿Qué profundidad tiene el mar?', deck: 'El Everest, puesto en el punto más profundo, no llegaría a la luz',
      land: ['840 m', 'altura media de la tierra firme'], sun: ['200 m', 'fin de la zona iluminada'], twilight: ['1.000 m', 'fin de la zona crepuscular'],
      whale: ['2.992 m', 'buceo más hondo registrado de una ballena (zifio de Cuvier)'], average: ['3.682 m', 'profundidad media del mar'],
      everest: ['8.849 m', 'el Everest, para comparar'], deepest: ['unos 10.935 m', 'abismo Challenger, el punto más hondo conocido'],
      source: 'Alturas y profundidades a escala; distancias, no. Fuentes: NOAA, GEBCO, PLOS ONE (2014)',
    },
    planets: {
      title: '¿A qué distancia están los planetas?', deck: 'Distancia al Sol; 1 es la de la Tierra, unos 150 millones de kilómetros',
      names: ['Mercurio', 'Venus', 'Tierra', 'Marte', 'Júpiter', 'Saturno', 'Urano', 'Neptuno'],
      values: ['0,39', '0,72', '1,00', '1,52', '5,20', '9,58', '19,2', '30,1'],
      near: 'Los cuatro planetas interiores, ampliados', far: 'Los ocho', light: ['8,3 minutos', 'la luz hasta la Tierra'], light_far: ['4,2 horas', 'la luz hasta Neptuno'],
      source: 'Distancias medias en unidades astronómicas, a escala; planetas y Sol, no. Fuente: NASA',
    },
    speed: {
      title: 'Los más veloces', deck: 'Velocidad máxima de animales y de un ser humano, en kilómetros por hora',
      rows: [['más de 300', 'Halcón peregrino', 'en picado'], ['111', 'Vencejo común', 'vuelo horizontal, medido en 2010'], ['unos 100', 'Guepardo', 'en carrera corta'], ['unos 88', 'Berrendo', 'en trechos más largos'], ['unos 70', 'Avestruz', 'a dos patas'], ['44', 'Ser humano', 'máximo de Usain Bolt, 2009']],
      source: 'Cifras redondas; las de animales salvajes son estimaciones, salvo las medidas',
    },
  },
  ar: {
    water: {
      title: 'مياه الأرض', deck: 'كلها تقريباً مالحة، ومعظم الباقي متجمد',
      all: 'المياه كلها', fresh: 'المياه العذبة', of_fresh: 'من المياه العذبة',
      salt: ['97.5 %', 'مياه مالحة'], sweet: ['2.5 %', 'عذبة'],
      parts: [['68.7 %', 'أنهار جليدية وجليد'], ['30.1 %', 'مياه جوفية'], ['1.2 %', 'بحيرات وأنهار وتربة وهواء وغيرها']],
      source: 'حصص من الحجم، وهي تقديرات. المصدر: المسح الجيولوجي الأمريكي عن شيكلومانوف',
    },
    depth: {
      title: 'ما عمق البحر؟', deck: 'لو وُضع إيفرست في أعمق موضع لما بلغ الضوء',
      land: ['840 م', 'متوسط ارتفاع اليابسة'], sun: ['200 م', 'نهاية منطقة الضوء'], twilight: ['1000 م', 'نهاية منطقة الشفق'],
      whale: ['2992 م', 'أعمق غوص مسجّل لحوت (حوت كوفييه المنقاري)'], average: ['3682 م', 'متوسط عمق البحر'],
      everest: ['8849 م', 'إيفرست للمقارنة'], deepest: ['نحو 10935 م', 'غور تشالنجر، أعمق موضع معروف'],
      source: 'الارتفاعات والأعماق بمقياس واحد دون المسافات. المصادر: NOAA وGEBCO وPLOS ONE ‏(2014)',
    },
    planets: {
      title: 'كم تبعد الكواكب؟', deck: 'البعد عن الشمس، والوحدة بعد الأرض عنها، أي نحو 150 مليون كيلومتر',
      names: ['عطارد', 'الزهرة', 'الأرض', 'المريخ', 'المشتري', 'زحل', 'أورانوس', 'نبتون'],
      values: ['0.39', '0.72', '1.00', '1.52', '5.20', '9.58', '19.2', '30.1'],
      near: 'الكواكب الداخلية الأربعة مكبّرة', far: 'الكواكب الثمانية', light: ['8.3 دقيقة', 'ضوء الشمس إلى الأرض'], light_far: ['4.2 ساعة', 'ضوء الشمس إلى نبتون'],
      source: 'متوسط الأبعاد بالوحدة الفلكية وبمقياس واحد، دون حجم الكواكب والشمس. المصدر: ناسا',
    },
    speed: {
      title: 'الأسرع', deck: 'السرعة القصوى لحيوانات ولإنسان، بالكيلومتر في الساعة',
      rows: [['أكثر من 300', 'الشاهين', 'في الانقضاض'], ['111', 'السمّام الشائع', 'طيران أفقي، قيس عام 2010'], ['نحو 100', 'الفهد الصياد', 'في عدوة قصيرة'], ['نحو 88', 'الظبي الأمريكي', 'في مسافات أطول'], ['نحو 70', 'النعامة', 'على ساقين'], ['44', 'الإنسان', 'ذروة يوسين بولت، 2009']],
      source: 'أرقام مقرّبة، وسرعات الحيوانات البرية تقديرات إلا ما قيس منها',
    },
  },
};
